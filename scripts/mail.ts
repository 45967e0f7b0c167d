// Tries the mail server of this installation with one mail: `npm run mail -- you@example.org`. Says
// what the server answered and which records of the sender's domain are missing. Touches no
// database; a running installation may go on.
import { randomBytes } from 'node:crypto';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { openMailer } from '#lib/mail/mailer.server.ts';
import { runScript } from './installation.ts';
import { domainOf, nameServer, senderAdvice } from './mail/sender-records.ts';

const TEXT =
	'This mail was sent by "npm run mail" to try the mail server. If you read it in your inbox and not among the spam, mails of the directory will be read too.';

await runScript(async () => {
	const [to, ...more] = process.argv.slice(2);
	if (to === undefined || more.length > 0 || !/^[^\s@]+@[^\s@]+$/.test(to))
		throw new StartError('CONFIGURATION', 'Name one address: npm run mail -- you@example.org');
	const lines: string[] = [];
	const mailer = openMailer(process.env, (line) => lines.push(line));
	const outcome = await mailer.send({
		id: `test-${randomBytes(8).toString('hex')}`,
		to,
		subject: 'Tīkls: a mail to try the mail server',
		text: `${TEXT}\n`,
		html: `<!doctype html><html lang="en"><title>Tīkls</title><p>${TEXT}</p></html>`,
		link: null,
		stop: null
	});
	if (outcome.state !== 'sent')
		throw new StartError('CONFIGURATION', `The mail was not sent: ${outcome.reason}`);
	if (mailer.way === 'files')
		return [...lines, 'SMTP_URL is not set, so mails are files and reach nobody.'].join('\n');
	const from = process.env.MAIL_FROM?.trim() ?? '';
	const domain = domainOf(from);
	const advice =
		domain === null
			? [`MAIL_FROM (${from}) names no domain of the internet; most mail services refuse it.`]
			: await senderAdvice(domain, nameServer());
	return [`The mail server took a mail from ${from} to ${to}.`, ...advice].join('\n');
});
