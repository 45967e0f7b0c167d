// SvelteKit's configuration: a Node server, and a Content-Security-Policy that allows nothing it
// does not name.
import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		// TIKLS_BUILD_DIR lets a test build beside a running installation without replacing its files.
		adapter: adapter({ out: process.env.TIKLS_BUILD_DIR ?? 'build', precompress: true }),
		outDir: process.env.TIKLS_KIT_DIR ?? '.svelte-kit',
		// Hashes, not nonces: a rendered public page can be cached and compressed once for everyone.
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['none'],
				'script-src': ['self'],
				'style-src': ['self'],
				// Exactly one style attribute is allowed: the one on SvelteKit's own announcer of page
				// changes (its text is fixed in the framework; the browser tests fail on any violation
				// should it change).
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'img-src': ['self', 'data:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'manifest-src': ['self'],
				'form-action': ['self'],
				'base-uri': ['none'],
				'frame-ancestors': ['none']
			}
		},
		// Relative addresses would break for pages cached under one depth and shown under another.
		paths: { relative: false },
		// Style sheets stand in the page itself: fewer files before anything can be drawn.
		inlineStyleThreshold: 16384,
		version: { pollInterval: 0 }
	}
};
