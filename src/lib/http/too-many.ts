// What somebody gets who asks for more at once than one visitor may.

/** Seconds after which it is worth asking again. */
const retryAfter = 5;

/** Whoever meets this has asked too much to be given a page that has to be made: the answer is the same text for everybody. */
const page = `<!doctype html>
<html lang="lv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>Pārāk daudz pieprasījumu</title>
</head>
<body>
<h1>Pārāk daudz pieprasījumu vienlaikus</h1>
<p>No jūsu tīkla vienlaikus prasīts pārāk daudz lapu. Pagaidiet dažas sekundes un atveriet lapu vēlreiz.</p>
<div lang="en">
<h2>Too many requests at once</h2>
<p>Too many pages were asked for from your network at the same time. Wait a few seconds and open the page again.</p>
</div>
</body>
</html>
`;

/** 429 with `Retry-After`: a page for people, a line for programs. */
export function tooManyAsked(request: Request): Response {
	const isPage = request.headers.get('accept')?.includes('text/html') ?? false;
	return new Response(isPage ? page : 'too many requests at once\n', {
		status: 429,
		headers: {
			'content-type': `text/${isPage ? 'html' : 'plain'}; charset=utf-8`,
			'cache-control': 'no-store',
			'retry-after': String(retryAfter)
		}
	});
}
