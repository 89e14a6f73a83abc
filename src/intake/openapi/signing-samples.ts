/** A program that posts event.json, signed; the tests run each as it stands. */
export interface SigningSample {
  readonly name: string
  /** The name of the file that it would have. */
  readonly file: string
  readonly text: string
}

const NODE = `// node post.mjs: needs Node 20 and no package.
import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

const { KENTONGAN_URL, OPERATOR, SECRET } = process.env
const body = readFileSync('event.json')
const id = randomUUID()
const time = String(Math.floor(Date.now() / 1000))
const key = Buffer.from(SECRET.replace(/^whsec_/, ''), 'base64')
const signature = createHmac('sha256', key).update(\`\${id}.\${time}.\`).update(body).digest('base64')

const answer = await fetch(\`\${KENTONGAN_URL}/v1/events\`, {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': time,
    'webhook-signature': \`v1,\${signature}\`,
    'kentongan-operator': OPERATOR,
  },
  body,
})
console.log(answer.status, await answer.text())
`

const PYTHON = `# python3 post.py: needs Python 3 and no package.
import base64, hashlib, hmac, os, time, urllib.error, urllib.request, uuid

body = open('event.json', 'rb').read()
id = str(uuid.uuid4())
now = str(int(time.time()))
key = base64.b64decode(os.environ['SECRET'].removeprefix('whsec_'))
signature = hmac.new(key, f'{id}.{now}.'.encode() + body, hashlib.sha256).digest()

request = urllib.request.Request(os.environ['KENTONGAN_URL'] + '/v1/events', data=body, method='POST', headers={
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': now,
    'webhook-signature': 'v1,' + base64.b64encode(signature).decode(),
    'kentongan-operator': os.environ['OPERATOR'],
})
try:
    with urllib.request.urlopen(request) as answer:
        print(answer.status, answer.read().decode())
except urllib.error.HTTPError as refused:
    print(refused.code, refused.read().decode())
`

const SHELL = `# sh post.sh: needs curl and openssl.
id=$(openssl rand -hex 16)
time=$(date +%s)
key=$(printf %s "\${SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')
signature=$({ printf '%s.%s.' "$id" "$time"; cat event.json; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)

curl -sS -w '\\n%{http_code}\\n' "$KENTONGAN_URL/v1/events" \\
  -H 'content-type: application/json' \\
  -H "webhook-id: $id" \\
  -H "webhook-timestamp: $time" \\
  -H "webhook-signature: v1,$signature" \\
  -H "kentongan-operator: $OPERATOR" \\
  --data-binary @event.json
`

export const SIGNING_SAMPLES: readonly SigningSample[] = [
  { name: 'Node', file: 'post.mjs', text: NODE },
  { name: 'Python', file: 'post.py', text: PYTHON },
  { name: 'curl and openssl', file: 'post.sh', text: SHELL },
]
