// Addresses in the text of a description, without any sign of Markdown around them: they become
// links. Only http, https and mailto lead anywhere.
//
// Run by Node directly too (markdown-worker.ts): it imports nothing.

/** A part of a host's name. */
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;
/** Behind any other ending it may be the end of a sentence whose blank was forgotten. */
const ending = '(?:lv|lt|ee|eu|com|org|net|info)';
const rest = String.raw`[^\s<]*`;
const address = new RegExp(
	[
		String.raw`(?<mail>[\p{L}\p{N}.'+_-]{1,64}@(?:${label}\.){1,8}\p{L}{2,63})(?![\p{L}\p{N}@])`,
		String.raw`(?<![\p{L}\p{N}])(?<whole>https?:\/\/${rest})`,
		String.raw`(?<![\p{L}\p{N}@./-])(?<bare>(?:www\.(?:${label}\.){1,8}\p{L}{2,63}|(?:${label}\.){1,8}${ending})(?![\p{L}\p{N}@-]|\.[\p{L}\p{N}])(?::\d{1,5})?(?:[/?#]${rest})?)`
	].join('|'),
	'giu'
);

const signs: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
const unescaped = (html: string) =>
	html.replace(/&(?:amp|lt|gt|quot);/g, (one) => signs[one] ?? one);

/** The end of a sentence, and quotation marks around it. */
const sentenceEnd = /(?:[.,:;!?'*_…“”„’»]|&amp;)$/u;

/** How long the address at the beginning of an escaped text is, without what stands around it. */
function lengthOf(text: string): number {
	let own = text.split(/&(?:lt|gt|quot);/u)[0] ?? '';
	for (;;) {
		const count = (sign: string) => own.split(sign).length - 1;
		if (own.endsWith('&amp;')) own = own.slice(0, -5);
		// A bracket that was opened before the address is not of it.
		else if (
			sentenceEnd.test(own) ||
			(own.endsWith(')') && count(')') > count('(')) ||
			(own.endsWith(']') && count(']') > count('['))
		)
			own = own.slice(0, -1);
		else return own.length;
	}
}

/** Whether an address leads to a host of the web, with no name before it that looks like one. */
function leads(href: string): boolean {
	if (!URL.canParse(href)) return false;
	const { protocol, hostname, username, password } = new URL(href);
	return (
		/^https?:$/.test(protocol) &&
		username === '' &&
		password === '' &&
		/\.[^.\d][^.]*$/.test(hostname)
	);
}

const linked = (text: string): string =>
	text.replace(address, (found: string, ...groups: unknown[]) => {
		const { mail, whole } = groups.at(-1) as Record<string, string | undefined>;
		const own = mail === undefined ? found.slice(0, lengthOf(found)) : found;
		const href =
			mail !== undefined
				? `mailto:${encodeURIComponent(unescaped(mail)).replaceAll('%40', '@')}`
				: encoded(unescaped(whole === undefined ? `https://${own}` : own));
		if (mail === undefined && !leads(unescaped(href))) return found;
		return `<a href="${href}">${own}</a>${found.slice(own.length)}`;
	});

const encoded = (href: string) =>
	href.replace(
		/[&<>"]/g,
		(sign) => Object.entries(signs).find(([, one]) => one === sign)?.[0] ?? ''
	);

/** HTML of micromark with the addresses in its text as links; not within links and code. */
export function withLinks(html: string): string {
	let within = 0;
	return html
		.split(/(<[^>]*>)/)
		.map((part) => {
			if (/^<(?:a|code|pre)[ >]/.test(part)) within += 1;
			else if (/^<\/(?:a|code|pre)>/.test(part)) within -= 1;
			return within > 0 || part.startsWith('<') ? part : linked(part);
		})
		.join('');
}

/**
 * Markdown whose bare addresses keep their signs: `/_a_/` in one is no emphasis. Lines with code
 * are left alone.
 */
export function withWholeAddresses(markdown: string): string {
	return markdown
		.split('\n')
		.map((line) =>
			/[`~]/.test(line)
				? line
				: line.replace(
						/(^|[\s(])((?:https?:\/\/|www\.)[^\s<>()[\]]*)/giu,
						(_, before: string, own: string) =>
							before +
							own.replace(/(?<![\p{L}\p{N}\\])[_*]|[_*](?![\p{L}\p{N}])/gu, String.raw`\$&`)
					)
		)
		.join('\n');
}
