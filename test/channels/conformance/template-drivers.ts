import { answer, type RawRequest } from '../raw-http.ts'
import type { Dialect } from './http-stand.ts'
import type { Driver } from './stand.ts'
import { templateDriver } from './template-driver.ts'

const TOKEN = 'T0ken/Fn+9"x'
const USER_KEY = 'uk-8c1f22'
const PASS_KEY = 'p&ss=k3y <7>'

const queryOf = ({ head }: RawRequest): URLSearchParams =>
  new URL(/^[A-Z]+ (\S+) /.exec(head)?.[1] ?? '/', 'http://gateway').searchParams
const international = (national: string | null): string => `+62${(national ?? '').slice(1)}`
const retry = (pauseS: number | null): string[] => (pauseS === null ? [] : [`retry-after: ${pauseS}`])

/** What services of this kind say with the status of HTTP alone. */
const byStatus = {
  throttled: (pauseS) => answer('429 Too Many', 'slow down', retry(pauseS)),
  failedUntaken: () => answer('503 Away', 'maintenance'),
  failedTaken: () => answer('500 Oops', 'SQLSTATE[HY000]'),
  garbage: answer('200 OK', '<html><body>It works!</body></html>'),
} satisfies Partial<Dialect>

const jsonPost = templateDriver({
  name: 'JSON, token in a header',
  against: 'raw sockets on loopback, after the public documentation of services such as Fonnte',
  leavesOut: {},
  env: { TOKEN },
  yaml: `
headers: { Authorization: '\${TOKEN}' }
json: { messages: [{ target: '{to.plain}', message: '{text}', ref: '{ref}', priority: 1 }] }
answer:
  id: id.0
  accepted: { field: status, is: true }
  outcomes:
    - { when: { field: reason, contains: rate limit }, means: try-again, after: 30s }
    - { when: { field: reason, contains: [token, device] }, means: try-again, after: 1m }
    - { when: { field: reason, contains: target }, means: refused-number }
`,
  dialect: {
    ...byStatus,
    read: ({ body, head }) => {
      if (!head.includes(`\r\nAuthorization: ${TOKEN}`) && !head.includes(`\r\nauthorization: ${TOKEN}`))
        throw new Error('the token is missing')
      const [{ target, message, ref }] = JSON.parse(body).messages
      return { to: `+${target}`, text: message, ref }
    },
    accepted: (id) => answer('200 OK', JSON.stringify({ status: true, detail: 'in queue', id: [id] })),
    refusedNumber: ({ to }) =>
      answer('200 OK', JSON.stringify({ status: false, reason: `target ${to.slice(1)} invalid` })),
    refusedUs: () => answer('200 OK', JSON.stringify({ status: false, reason: `token ${TOKEN} invalid` })),
    throttled: (pauseS) => answer('200 OK', '{"status":false,"reason":"rate limit"}', retry(pauseS)),
  },
})

const formPost = templateDriver({
  name: 'form, user key and pass key',
  against: 'raw sockets on loopback, after the public documentation of services such as Zenziva',
  leavesOut: { 'our name of the message reaches the gateway': 'such services take no name of ours' },
  env: { USER_KEY, PASS_KEY },
  yaml: `
form: { userkey: '\${USER_KEY}', passkey: '\${PASS_KEY}', to: '{to.local}', message: '{text}' }
answer:
  id: messageId
  accepted: { status: 2xx, field: status, is: 1 }
  outcomes:
    - { when: { field: text, contains: [userkey, passkey, credit] }, means: try-again, after: 1m }
    - { when: { field: text, startsWith: invalid number }, means: refused-number }
`,
  dialect: {
    ...byStatus,
    read: ({ body }) => {
      const form = new URLSearchParams(body)
      if (form.get('userkey') !== USER_KEY || form.get('passkey') !== PASS_KEY) throw new Error('a key is wrong')
      return { to: international(form.get('to')), text: form.get('message') ?? '', ref: null }
    },
    accepted: (id) =>
      answer('201 Created', JSON.stringify({ messageId: Number(id) || id, status: '1', text: 'Success' })),
    refusedNumber: ({ to }) =>
      answer('201 Created', JSON.stringify({ status: '0', text: `Invalid number 0${to.slice(3)}` })),
    refusedUs: () =>
      answer('201 Created', JSON.stringify({ status: '0', text: `userkey or passkey ${PASS_KEY} wrong` })),
  },
})

const getXml = templateDriver({
  name: 'GET, answer in XML',
  against: 'raw sockets on loopback, after the public documentation of older services',
  leavesOut: {},
  env: { USER_KEY, PASS_KEY },
  yaml: `
method: GET
query: { userkey: '\${USER_KEY}', passkey: '\${PASS_KEY}', nohp: '{to}', pesan: '{text}', id: 'k-{ref}' }
answer:
  form: xml
  id: message.messageId
  accepted: { field: message.status, is: 0 }
  outcomes:
    - { when: { field: message.status, is: 1 }, means: refused-number }
    - { when: { field: message.status, is: [5, 99] }, means: try-again, after: 2m }
`,
  dialect: {
    ...byStatus,
    read: (request) => {
      const query = queryOf(request)
      if (query.get('userkey') !== USER_KEY || query.get('passkey') !== PASS_KEY) throw new Error('a key is wrong')
      return { to: query.get('nohp') ?? '', text: query.get('pesan') ?? '', ref: (query.get('id') ?? '').slice(2) }
    },
    accepted: (id) => xml(`<status>0</status><text>Success</text><messageId>${id}</messageId>`),
    refusedNumber: ({ to }) => xml(`<to>${to}</to><status>1</status><text>Nomor ${to} tidak valid</text>`),
    refusedUs: () => xml(`<status>5</status><text>${USER_KEY} salah</text>`),
  },
})

const xml = (message: string): string =>
  answer('200 OK', `<?xml version="1.0" encoding="UTF-8"?>\n<response>\n<message>${message}</message></response>`)

const postPlain = templateDriver({
  name: 'form, answer in plain words',
  against: 'raw sockets on loopback',
  leavesOut: {},
  env: { PASS_KEY },
  yaml: `
sender: DINSOS
form: { pw: '\${PASS_KEY}', from: '{sender}', to: '{to}', text: '{text}', ref: '{ref}' }
answer:
  form: text
  id: 'id='
  accepted: { startsWith: 'OK' }
  outcomes:
    - { when: { startsWith: 'ERR 21' }, means: refused-number }
    - { when: { startsWith: 'ERR 1' }, means: try-again, after: 5m }
`,
  dialect: {
    ...byStatus,
    read: ({ body }) => {
      const form = new URLSearchParams(body)
      if (form.get('pw') !== PASS_KEY || form.get('from') !== 'DINSOS') throw new Error('a key is wrong')
      return { to: form.get('to') ?? '', text: form.get('text') ?? '', ref: form.get('ref') }
    },
    accepted: (id) => answer('200 OK', `OK id=${id}, 1 part`),
    refusedNumber: ({ to }) => answer('200 OK', `ERR 21 unreachable ${to}`),
    refusedUs: () => answer('200 OK', `ERR 1 wrong password ${PASS_KEY}`),
  },
})

export const templateDrivers: readonly Driver[] = [jsonPost, formPost, getXml, postPlain]
