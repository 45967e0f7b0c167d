// The address of a social network is known by its host, and moved without losing anything.
import { expect, it } from 'vitest';
import { socialNetworkOf, socialTyped, withWebsiteMoved } from './social-address.server.ts';

it.each([
	['https://www.facebook.com/kvalb', 'Facebook'],
	['https://lv-lv.facebook.com/kvalb', 'Facebook'],
	['https://m.youtube.com/@kvalb', 'YouTube'],
	['https://instagram.com/kvalb', 'Instagram'],
	['https://x.com/kvalb', 'X'],
	['https://xx.com/kvalb', null],
	['https://notfacebook.com/', null],
	['https://facebook.com.example.org/', null],
	['https://constructor.lv/', null]
])('%s: %s', (address, network) => {
	expect(socialNetworkOf(address)).toBe(network);
});

it('moves to the other addresses, once', () => {
	const typed = { website: ['facebook.com/kvalb'], social_links: ['https://t.me/kvalb\n\n'] };
	expect(socialTyped(typed)).toBe('Facebook');
	const moved = withWebsiteMoved(typed);
	expect(moved).toEqual({
		website: [''],
		social_links: ['https://t.me/kvalb\nhttps://facebook.com/kvalb'],
		website_moved: ['yes']
	});
	expect(socialTyped(moved)).toBeNull();
	expect(
		withWebsiteMoved({ ...typed, social_links: ['https://facebook.com/kvalb'] })
	).toMatchObject({
		social_links: ['https://facebook.com/kvalb']
	});
	for (const website of ['kvalb.lv', '', 'nobody'])
		expect(withWebsiteMoved({ website: [website] })).toEqual({ website: [website] });
});
