// Pictures people upload: taken out of a form, made anew in a process of its own
// (picture-maker.ts), saved.
import { join } from 'node:path';
import * as v from 'valibot';
import { backend } from '#lib/backend/backend.server.ts';
import { isWithoutRoom } from '#lib/http/unanswered.server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Person } from '#lib/account/person.ts';
import type { Problem, Typed } from '#lib/form/form.ts';
import type { Posted } from '#lib/http/body.ts';
import { typedLocalised } from '#lib/listing/fields/localised.ts';
import { PictureMaker, type NoPicture } from './picture-maker.ts';
import { log } from '#lib/log/log.server.ts';

// By path, not by bundler: the built server runs with the project's sources beside it, and Node
// runs TypeScript.
const root = process.env.TIKLS_ROOT ?? process.cwd();

/** A photograph of 40 megapixels takes about a second and 300 MB. */
export const maker = new PictureMaker(join(root, 'src/lib/listing/pictures/picture-process.ts'), {
	width: 2,
	slow: 2000,
	most: 4,
	time: 10_000,
	memory: 600 * 1024 * 1024,
	waiting: 4,
	attempts: 40,
	window: 600_000
});

const answers = v.variant('status', [
	v.object({ status: v.literal('saved'), id: v.string() }),
	v.object({ status: v.literal('refused') }),
	v.object({ status: v.literal('invalid'), constraint: v.nullable(v.string()) })
]);

const said: Record<NoPicture, () => string> = {
	'too-large': m.edit_picture_too_large,
	'no-picture': m.edit_picture_no_picture,
	'too-many-pixels': m.edit_picture_too_many_pixels,
	'too-costly': m.edit_picture_too_costly,
	unreadable: m.edit_picture_unreadable,
	wait: m.edit_picture_wait
};

/**
 * Takes the picture of one field (`PictureField.svelte`) out of a posted form. A file that was sent
 * is saved at once, so that it is not lost while something else is mended, and its id and size
 * stand in `typed` from then on; a picture that was to be taken away is gone from it.
 * @returns what is wrong with the file, or null
 */
export async function receivePicture(
	{ form, dropped }: Pick<Posted, 'form' | 'dropped'>,
	typed: Typed,
	name: string,
	{ id, database }: Person
): Promise<{ typed: Typed; problem: Problem | null }> {
	const without = Object.fromEntries(
		Object.entries(typed).filter(([field]) => field !== `${name}_remove`)
	);
	const failed = (message: string) => ({
		typed: without,
		problem: { field: `${name}_file`, message }
	});
	if (dropped.includes(`${name}_file`)) return failed(said['too-large']());
	const file = form.get(`${name}_file`);
	if (!(file instanceof File) || file.size === 0) {
		const removed = typed[`${name}_remove`] !== undefined;
		return {
			typed: removed
				? { ...without, [`${name}_id`]: [''], ...typedLocalised(`${name}_alt`, {}) }
				: without,
			problem: null
		};
	}
	if (backend().saves !== 'all') return failed(m.edit_picture_no_room());
	const made = await maker.make(id, new Uint8Array(await file.arrayBuffer()));
	if (typeof made === 'string') return failed(said[made]());
	const { data, error: failure } = await database.rpc('save_picture', {
		content_base64: made.content.toString('base64'),
		width: made.width,
		height: made.height
	});
	if (failure && isWithoutRoom(failure)) return failed(m.edit_picture_no_room());
	if (failure) {
		log('error', `save_picture was not answered: ${failure.code} ${failure.message}`);
		return failed(m.edit_picture_not_saved());
	}
	const answer = v.parse(answers, data);
	if (answer.status !== 'saved') return failed(m.edit_picture_not_saved());
	return {
		typed: {
			...without,
			[`${name}_id`]: [answer.id],
			[`${name}_width`]: [String(made.width)],
			[`${name}_height`]: [String(made.height)]
		},
		problem: null
	};
}
