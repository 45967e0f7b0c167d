// URLPattern, by which the message compiler reads the language from an address. Every browser of
// today knows it; the few older ones (Safari before 26, Firefox before 142) fetch a stand-in, and
// nobody else has to. vite.config.ts puts this file where the compiler would load the stand-in for
// everybody.
if (!('URLPattern' in globalThis)) await import('urlpattern-polyfill');

export {};
