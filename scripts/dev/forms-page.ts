// The page of all form parts, /dev/forms of the development server. It is no route of the
// application: only a running Vite answers it, so that the production build has neither the page
// nor its weight.
import type { Plugin } from 'vite';

const path = '/dev/forms';

/** HTML that Vite completes: the page's own script draws everything. */
const html = `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<title>Form parts</title>
		<link rel="icon" href="/favicon.svg" type="image/svg+xml" />
	</head>
	<body>
		<script type="module" src="/scripts/dev/forms.ts"></script>
	</body>
</html>
`;

/** Answers /dev/forms while developing. */
export function formsPage(): Plugin {
	return {
		name: 'tikls:forms-page',
		apply: 'serve',
		configureServer(server) {
			server.middlewares.use(path, (_request, response, next) => {
				server.transformIndexHtml(path, html).then((page) => {
					response.setHeader('content-type', 'text/html; charset=utf-8');
					response.end(page);
				}, next);
			});
		}
	};
}
