// A process of its own that attaches to a home, prints `{ how, url }` as one line, and holds on until its standard input
// ends (then it releases) or it is killed. Run as `node dist/test/embedded/child.js HOME`.
import { once } from 'node:events'
import { attachEmbedded } from '../../src/embedded/server.ts'

const [home = ''] = process.argv.slice(2)
const server = await attachEmbedded({ home, log: (line, fields) => console.error(line, fields ?? '') })
console.log(JSON.stringify({ how: server.how, url: server.url }))
process.stdin.resume()
await once(process.stdin, 'end')
await server.release()
