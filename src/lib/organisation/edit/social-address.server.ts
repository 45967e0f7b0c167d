// An address of a social network in the box of the website: it is offered to move to where visitors
// look for it. For the server: the form only hears the network's name.
import { readWebAddress } from '#lib/formats/reading.server.ts';
import { typedText, type Typed } from '#lib/form/form.ts';

/** Networks by their hosts. */
const networks: Readonly<Record<string, string>> = {
	'facebook.com': 'Facebook',
	'fb.com': 'Facebook',
	'fb.me': 'Facebook',
	'instagram.com': 'Instagram',
	'youtube.com': 'YouTube',
	'youtu.be': 'YouTube',
	'linkedin.com': 'LinkedIn',
	'tiktok.com': 'TikTok',
	'twitter.com': 'X',
	'x.com': 'X',
	'threads.net': 'Threads',
	'threads.com': 'Threads',
	'bsky.app': 'Bluesky',
	'draugiem.lv': 'Draugiem.lv',
	'vk.com': 'VK',
	't.me': 'Telegram'
};

/** Name of the social network that a web address leads to; null for any other address. */
export function socialNetworkOf(address: string): string | null {
	const { hostname } = new URL(address);
	for (let host = hostname; host !== ''; host = host.replace(/^[^.]*\.?/, ''))
		if (Object.hasOwn(networks, host)) return networks[host] ?? null;
	return null;
}

/** Name of the social network whose address stands in the box of the website; null for none. */
export function socialTyped(typed: Typed): string | null {
	const address = readWebAddress(typedText(typed, 'website'));
	return address === null ? null : socialNetworkOf(address);
}

/**
 * The form with the website's address among those of social networks; `website_moved` says so.
 * Nothing is changed where there is no such address.
 */
export function withWebsiteMoved(typed: Typed): Typed {
	const address = readWebAddress(typedText(typed, 'website'));
	if (address === null || socialNetworkOf(address) === null) return typed;
	const lines = typedText(typed, 'social_links')
		.split('\n')
		.filter((line) => line.trim() !== '');
	const isThere = lines.some((line) => readWebAddress(line) === address);
	return {
		...typed,
		website: [''],
		social_links: [[...lines, ...(isThere ? [] : [address])].join('\n')],
		website_moved: ['yes']
	};
}
