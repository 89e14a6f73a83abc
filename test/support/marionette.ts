import { connect, type Socket } from 'node:net'
import { z } from 'zod'

/** Firefox's protocol for driving it: a length, a colon, and a list in JSON (type, number, error, result). */
const replySchema = z.tuple([
  z.literal(1),
  z.number(),
  z.looseObject({ error: z.string(), message: z.string() }).nullable(),
  z.unknown(),
])

const valueSchema = z.object({ value: z.object({ done: z.unknown().optional(), failed: z.string().optional() }) })

export interface Marionette {
  /** Runs the body of an async function with the rights of the program itself, and gives what it returns. */
  run(script: string, ...args: readonly unknown[]): Promise<unknown>
  close(): void
}

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (thrown: Error) => void
}

const opened = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })

/** Speaks to a program that listens for it on a loopback port. */
export const marionette = async (port: number): Promise<Marionette> => {
  const socket = await opened(port)
  const waiting = new Map<number, Waiting>()
  let unread = Buffer.alloc(0)
  let last = 0
  socket.on('error', () => undefined)
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the mail client is gone'))
  })
  const take = (text: string): void => {
    const read = replySchema.safeParse(JSON.parse(text))
    // The first word is a greeting and answers nothing.
    if (!read.success) return
    const [, number, error, result] = read.data
    const asked = waiting.get(number)
    waiting.delete(number)
    if (error === null) asked?.resolve(result)
    else asked?.reject(new Error(`${error.error}: ${error.message}`))
  }
  socket.on('data', (piece) => {
    unread = Buffer.concat([unread, piece])
    for (;;) {
      const colon = unread.indexOf(':')
      const end = colon + 1 + Number(unread.subarray(0, colon))
      if (colon < 0 || unread.length < end) return
      const text = unread.subarray(colon + 1, end).toString('utf8')
      unread = unread.subarray(end)
      take(text)
    }
  })
  const send = (name: string, parameters: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      last += 1
      waiting.set(last, { resolve, reject })
      const text = JSON.stringify([0, last, name, parameters])
      socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
  await send('WebDriver:NewSession', {})
  await send('Marionette:SetContext', { value: 'chrome' })
  return {
    run: async (script, ...args) => {
      const wrapped = `
        const tell = arguments[arguments.length - 1];
        const given = [...arguments].slice(0, -1);
        (async () => {${script}})().then((done) => tell({ done }), (thrown) => tell({ failed: String(thrown) }));`
      const reply = await send('WebDriver:ExecuteAsyncScript', {
        script: wrapped,
        args,
        sandbox: 'system',
        newSandbox: false,
        scriptTimeout: 60_000,
      })
      const { value } = valueSchema.parse(reply)
      if (value.failed !== undefined) throw new Error(value.failed)
      return value.done
    },
    close: () => socket.destroy(),
  }
}
