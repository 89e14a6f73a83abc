import { LEAST_EVENT } from './event-body.ts'
import type { JsonSchema, Operation } from './operation.ts'
import { code, componentTable, escaped, operationPart, prose, table } from './page-parts.ts'
import { SIGNING_SAMPLES } from './signing-samples.ts'

export interface DocsContent {
  readonly operations: readonly Operation[]
  readonly operationIdOf: (operation: Operation) => string
  readonly refusals: Readonly<Record<number, string>>
  readonly components: Readonly<Record<string, JsonSchema>>
}

const STYLE =
  'body{font:16px/1.5 sans-serif;margin:0 auto;padding:1em;max-width:60em;color:#111;background:#fff}' +
  'h1,h2,h3{line-height:1.2}h2{border-top:2px solid #111;padding-top:.6em;margin-top:2em}' +
  'pre{background:#f3f3f3;padding:.8em;overflow-x:auto}code{font-size:.9em}.w{overflow-x:auto}' +
  'table{border-collapse:collapse;width:100%;font-size:.92em}th,td{border:1px solid #999;padding:.3em .5em;text-align:left;vertical-align:top}' +
  'section{margin-top:2em}nav a{display:block}'

const INTRODUCTION =
  '<p lang="id">Halaman ini untuk pembuat program di BPBD dan Dinas Sosial: cara mengirim kejadian bertanda tangan, ' +
  'melihat panggilan, dan arti setiap jawaban. Setiap penolakan menyebut semua kesalahan sekaligus dan cara ' +
  'memperbaikinya. Mode <code>exercise</code> tidak pernah tampak seperti kejadian nyata.</p>' +
  '<p>This page is for those who write programs for BPBD and Dinas Sosial. The same for programs: ' +
  '<a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>'

const signing = (): string => {
  const samples = SIGNING_SAMPLES.map(({ name, file, text }) => `<h3>${name} <code>${file}</code></h3>${code(text)}`)
  return (
    '<h2 id="sign">Sign an event</h2>' +
    `<p>${prose(
      'Events are signed as Standard Webhooks describe. `kentongan operator add` gives you an id, a secret ' +
        '(`whsec_…`) and a token, once. The key is the secret without `whsec_`, decoded from base64. Sign the bytes ' +
        'of `webhook-id`, a dot, `webhook-timestamp` (Unix seconds), a dot, and the body as you send it, with ' +
        'HMAC-SHA256; write the result in base64 behind `v1,`. The time may be 5 minutes off. All other routes take ' +
        'the token: `Authorization: Bearer TOKEN`.',
    )}</p>` +
    `<p>${prose(
      'Each sample posts `event.json` and takes `KENTONGAN_URL`, `OPERATOR` and `SECRET` from the environment. ' +
        'Begin with mode `exercise`, or with `test`, which is decided and never sent:',
    )}</p>${code(JSON.stringify(LEAST_EVENT, null, 2))}${samples.join('')}`
  )
}

const RETRIES =
  '<p>' +
  prose(
    'Send a delivery again, with the same `webhook-id` and the same bytes, after a 409, a 429, a 503 or when no ' +
      'answer came: it has effect once. Do not send anything else of 4xx again unchanged.',
  ) +
  '</p>'

const LIMITS = [
  ['events of one operator', '300 a minute'],
  ['requests of one address without a key', '600 a minute; an IPv6 /64 counts as one address'],
  ['bearer tokens of one address that are nobody’s', '120 a minute'],
  [
    'signatures of one address that do not hold',
    '600 a minute; beyond it only messages of operators that exist are read. A good signature is always served.',
  ],
  ['body', '256 KiB of JSON or 1 MiB of CAP for an event; 16 KiB elsewhere; 4 KiB from the answer page'],
  ['JSON', '32 levels, 100,000 values; a field twice in one object is refused'],
  ['time to send a request', '10 s for its head, 15 s in all'],
  ['connections', '100 of one address, 2,000 in all; an unused one makes room for a new one'],
].map((row) => row.map(escaped))

const errors = (refusals: DocsContent['refusals']): string =>
  '<h2 id="errors">Errors</h2>' +
  `<p>${prose(
    'Every refusal is `application/problem+json` (RFC 9457) with every fault at once. Bad input never gets a 5xx. ' +
      'Contacts in faults are masked.',
  )}</p>${table(
    ['status', 'means'],
    Object.entries(refusals).map(([status, text]) => [status, prose(text)]),
  )}${RETRIES}<h2 id="limits">Limits</h2>${table(['of', 'limit'], LIMITS)}`

/** The description for people: one page that needs nothing else, no script and no other host. */
export const docsPage = ({ operations, operationIdOf, refusals, components }: DocsContent): string => {
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  const links = operations.map(
    (one) =>
      `<a href="#${operationIdOf(one)}"><code>${one.method.toUpperCase()} ${escaped(one.path)}</code> ${escaped(one.summary)}</a>`,
  )
  const routes = tags.map(
    (tag) =>
      `<h2>${escaped(tag)}</h2>${operations
        .filter((one) => one.tag === tag)
        .map((one) => operationPart(one, operationIdOf(one)))
        .join('')}`,
  )
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width,initial-scale=1"><title>Kentongan: HTTP</title>' +
    `<style>${STYLE}</style></head><body><h1>Kentongan</h1>${INTRODUCTION}` +
    `<nav><a href="#sign">Sign an event</a>${links.join('')}<a href="#errors">Errors</a><a href="#limits">Limits</a>` +
    `<a href="#schemas">Schemas</a></nav>${signing()}${routes.join('')}${errors(refusals)}<h2 id="schemas">Schemas</h2>` +
    `<p>A star marks what is required.</p>${Object.entries(components)
      .map(([name, schema]) => componentTable(name, schema))
      .join('')}</body></html>`
  )
}
