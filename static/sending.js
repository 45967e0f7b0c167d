// A form that the browser sends itself is replaced by whatever answers, also by nothing. Before it
// goes, the server is asked whether it is there; when it is not, that is said, the page and what
// was typed stay, and one press tries again. Plain, because it serves pages without any other
// script.
(() => {
	const line = document.getElementById('sending');
	if (!line) return;
	/** So long an answer is waited for (ms). */
	const patience = 10_000;
	/** The form that may go, and the one that waits to. */
	let passing = null;
	let waiting = null;

	const show = (state) => {
		line.replaceChildren();
		line.hidden = false;
		line.classList.toggle('shown', state !== 'idle');
		if (state === 'idle') {
			line.removeAttribute('role');
			line.removeAttribute('aria-label');
			return;
		}
		// A landmark only while it says something.
		line.setAttribute('role', 'region');
		line.setAttribute('aria-label', line.dataset.title);
		const words = document.createElement('p');
		words.textContent = line.dataset[state];
		line.append(words);
		// The one live region of the page, as say() does (src/lib/speech/say.ts).
		const said = document.createElement('span');
		said.textContent = words.textContent;
		document.getElementById('said')?.replaceChildren(said);
		if (!waiting) return;
		const again = document.createElement('button');
		again.type = 'button';
		again.className = 'button quiet';
		again.textContent = line.dataset.again;
		again.addEventListener('click', () => waiting?.form.requestSubmit(waiting.submitter));
		line.append(again);
	};

	const look = async () => {
		try {
			const answer = await fetch('/healthz', {
				cache: 'no-store',
				signal: AbortSignal.timeout(patience)
			});
			if (answer.ok) return 'idle';
			if (answer.status !== 503) return 'silent';
			// A server without room for what people save says so itself, and signs them in.
			const health = await answer.json().catch(() => null);
			return health?.pages === 'answered' ? 'idle' : 'busy';
		} catch {
			return navigator.onLine ? 'silent' : 'none';
		}
	};

	addEventListener('submit', async (event) => {
		const { target: form, submitter } = event;
		// A field of the form may be called "method".
		const method = submitter?.getAttribute('formmethod') ?? form.getAttribute('method');
		if (event.defaultPrevented || method?.toLowerCase() !== 'post') return;
		if (passing === form) {
			passing = null;
			return;
		}
		event.preventDefault();
		// A second press while the first is under way changes nothing.
		if (waiting?.looking) return;
		waiting = { form, submitter, looking: true };
		const state = await look();
		waiting.looking = false;
		if (state !== 'idle') {
			show(state);
			return;
		}
		waiting = null;
		show('idle');
		passing = form;
		form.requestSubmit(submitter);
		passing = null;
	});
	addEventListener('pageshow', () => {
		waiting = null;
		show('idle');
	});
})();
