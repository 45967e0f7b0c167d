// The lines that vCard (RFC 2426) and iCalendar (RFC 5545) files are made of: text is escaped, and
// a line longer than 75 octets is folded. Lines end with CRLF.

/** Octets of a line without its CRLF (RFC 5545 §3.1, RFC 2426 §2.6). */
const longest = 75;

/**
 * Escapes a text value: backslash, comma, semicolon and line breaks; other control characters are
 * dropped.
 */
export function escapeText(text: string): string {
	return (
		text
			.replace(/\\/g, '\\\\')
			.replace(/\r\n|\r|\n/g, '\\n')
			.replace(/[,;]/g, '\\$&')
			.replace(/\t/g, ' ')
			// A stray control character makes some programs refuse the whole file.
			.replace(/\p{Cc}/gu, '')
	);
}

/**
 * Folds a line so that none is longer than 75 octets of UTF-8; following lines begin with a space.
 * Never cuts a character in two. Half a surrogate pair, which UTF-8 cannot hold, counts as the
 * replacement character that is sent for it.
 */
export function foldLine(line: string): string {
	// No character of JavaScript's takes more than three octets, so most lines need no counting.
	if (line.length <= longest / 3) return line;
	let folded = '';
	let begin = 0;
	let octets = 0;
	for (let at = 0; at < line.length;) {
		const code = line.codePointAt(at) ?? 0;
		const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
		if (octets + size > longest) {
			folded += `${line.slice(begin, at)}\r\n `;
			begin = at;
			// The space at the beginning counts.
			octets = 1;
		}
		octets += size;
		at += size === 4 ? 2 : 1;
	}
	return folded + line.slice(begin);
}
