// Lint rules: the recommended sets of JavaScript, TypeScript (with types) and Svelte; formatting is
// prettier's business.
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'data/',
			'src/lib/paraglide/',
			'src/lib/backend/database.types.ts',
			'test-results/',
			'playwright-report/'
		]
	},
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	prettier,
	...svelte.configs.prettier,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// TypeScript already knows which names exist; the base rule does not know types.
			'no-undef': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }]
		}
	},
	{
		// A promise that nobody waits for fails where nobody looks: the process ends, or a page stays
		// as it is without a word.
		files: ['**/*.ts', '**/*.svelte'],
		languageOptions: {
			// The same endings for all of them: each file that names others than the one before has the
			// whole project read anew.
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] }
		},
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error'
		}
	},
	{
		// What the server prints goes through `log`: one line, masked. Modules that browsers run too
		// print there, and on the server the console has become the log (log.server.ts).
		files: [
			'src/hooks.server.ts',
			'src/**/*.server.ts',
			'src/lib/backend/**/*.ts',
			'src/routes/**/*.ts'
		],
		ignores: ['**/*.test.ts'],
		rules: { 'no-console': 'error' }
	},
	{
		// A machine with much to do takes ten times as long and is not wrong: tests compare order,
		// counts, or two times of one run with each other.
		files: ['**/*.test.ts', 'tests/**/*.ts', 'supabase/tests/**/*.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector:
						"CallExpression[callee.property.name=/^toBeLess/] > MemberExpression > CallExpression[callee.name='expect'] > :matches(Identifier[name=/^(ms|milliseconds|seconds|took|elapsed)$/], MemberExpression[property.name=/^(ms|milliseconds|seconds|active)$/], BinaryExpression[operator='-'][left.callee.object.name=/^(performance|Date)$/])",
					message: 'No upper bound of a time: compare order, counts, or two times of one run.'
				}
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { parser: ts.parser, svelteConfig }
		},
		rules: {
			// Links are made by pathOf(), which knows the address of every page in both languages.
			'svelte/no-navigation-without-resolve': 'off'
		}
	}
);
