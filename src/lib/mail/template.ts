// The look of every mail: plain text and the same as simple HTML, without a picture or anything
// else to load.

/** A part of a longer mail: lines, each with a link and what belongs to it. */
export interface MailSection {
	title: string;
	groups: readonly {
		text: string;
		href: string;
		/** `note`: more about it that is no link; empty: nothing. */
		items: readonly { text: string; note: string; href: string }[];
	}[];
}

export interface MailTemplate {
	/** In which it is written, as in `lang`. */
	language: string;
	subject: string;
	/** Paragraphs before the button. */
	opening: string[];
	/** What the mail is about, when it is about several things. */
	sections?: readonly MailSection[];
	/** The one thing to press. */
	button?: { text: string; href: string };
	/** Several things, one of which is to be pressed. */
	ways?: readonly { text: string; href: string }[];
	/** To be typed instead of pressing. */
	code?: { text: string; digits: string };
	/** Paragraphs after it. */
	closing: string[];
	/** Who writes. */
	signature: string;
	/** Why the mail came, and the link that stops its sort. */
	footer?: { why: string; text: string; href: string };
}

const escapes: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

const withNote = (text: string, note: string) => (note === '' ? text : `${text} (${note})`);

/** With the addresses written out. */
const sectionText = ({ title, groups }: MailSection) =>
	[
		title,
		...groups.flatMap(({ text, href, items }) => [
			`${text}:\n${href}`,
			...items.map((item) => `  ${withNote(item.text, item.note)}:\n  ${item.href}`)
		])
	].join('\n\n');

const link = (text: string, href: string) =>
	`<a href="${escape(href)}" style="color:#8f1d2c">${escape(text)}</a>`;

const sectionHtml = ({ title, groups }: MailSection) =>
	[
		`<h2 style="margin:24px 0 8px;font-size:17px;line-height:1.3">${escape(title)}</h2>`,
		...groups.flatMap(({ text, href, items }) => [
			`<p style="margin:0 0 8px">${link(text, href)}</p>`,
			...(items.length === 0
				? []
				: [
						'<ul style="margin:0 0 16px;padding:0 0 0 20px">',
						...items.map(
							(item) =>
								`<li style="margin:0 0 4px">${link(item.text, item.href)}${item.note === '' ? '' : escape(` (${item.note})`)}</li>`
						),
						'</ul>'
					])
		])
	].join('\n');

/** The two bodies of a mail. Whatever is in it is text: nothing of it becomes markup. */
export function bodiesOf(template: MailTemplate): { text: string; html: string } {
	const {
		language,
		subject,
		opening,
		sections = [],
		button,
		ways = [],
		code,
		closing,
		signature,
		footer
	} = template;
	const text = [
		...opening,
		...sections.map(sectionText),
		...(button ? [`${button.text}:\n${button.href}`] : []),
		...ways.map((way) => `${way.text}:\n${way.href}`),
		...(code ? [`${code.text} ${code.digits}`] : []),
		...closing,
		signature,
		...(footer ? [`-- \n${footer.why}\n${footer.text}:\n${footer.href}`] : [])
	].join('\n\n');
	const paragraph = (words: string) => `<p style="margin:0 0 16px">${escape(words)}</p>`;
	const html = [
		`<!doctype html>\n<html lang="${escape(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(subject)}</title></head>`,
		'<body style="margin:0;padding:24px;background:#f6f3ec;color:#1f2428;font:16px/1.6 sans-serif">',
		// What people are called can be one word longer than a phone is wide.
		'<main style="overflow-wrap:anywhere;max-width:32rem;margin:0 auto;padding:24px;background:#fffdf8;border:1px solid #ddd6c8">',
		`<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escape(subject)}</h1>`,
		...opening.map(paragraph),
		...sections.map(sectionHtml),
		...(button
			? [
					`<p style="margin:24px 0"><a href="${escape(button.href)}" style="display:inline-block;padding:12px 20px;background:#8f1d2c;color:#fffdf8;font-weight:bold;text-decoration:none">${escape(button.text)}</a></p>`
				]
			: []),
		...ways.map(
			(way) =>
				`<p style="margin:0 0 16px"><a href="${escape(way.href)}" style="display:inline-block;padding:10px 18px;border:2px solid #8f1d2c;color:#8f1d2c;font-weight:bold;text-decoration:none">${escape(way.text)}</a></p>`
		),
		...(code
			? [
					`<p style="margin:0 0 16px">${escape(code.text)}<br><strong style="font-size:28px;letter-spacing:4px">${escape(code.digits)}</strong></p>`
				]
			: []),
		...closing.map(paragraph),
		`<p style="margin:24px 0 0;color:#545c63">${escape(signature)}</p>`,
		...(footer
			? [
					`<p style="margin:16px 0 0;padding:16px 0 0;border-top:1px solid #ddd6c8;color:#545c63;font-size:14px">${escape(footer.why)}<br><a href="${escape(footer.href)}" style="color:#8f1d2c">${escape(footer.text)}</a></p>`
				]
			: []),
		'</main></body></html>'
	].join('\n');
	return { text: `${text}\n`, html };
}
