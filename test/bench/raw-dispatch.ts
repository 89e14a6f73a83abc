import { Agent, request } from 'node:http'
import { createTransport } from 'nodemailer'
import { mailPage } from '../../src/wording/mail-page.ts'

/** Sends some that are not measured, then `count`, all at once; gives how many a second. */
const rateOf = async (send: (nth: number) => Promise<unknown>, warmUp: number, count: number): Promise<number> => {
  await Promise.all(Array.from({ length: warmUp }, (_, nth) => send(nth)))
  const since = performance.now()
  await Promise.all(Array.from({ length: count }, (_, nth) => send(warmUp + nth)))
  return (count / (performance.now() - since)) * 1_000
}

/** Mails per second through nodemailer's own pool. */
export const rawMail = async (
  mail: {
    readonly smtpUrl: string
    readonly connections: number
    readonly subject: string
    readonly body: string
  },
  warmUp: number,
  count: number,
): Promise<number> => {
  const { hostname, port } = new URL(mail.smtpUrl)
  const html = mailPage(mail.body)
  const transport = createTransport({
    pool: true,
    host: hostname,
    port: Number(port),
    ignoreTLS: true,
    maxConnections: mail.connections,
    maxMessages: 100,
  })
  try {
    return await rateOf(
      (nth) =>
        transport.sendMail({
          from: 'Kentongan <kentongan@contoh.id>',
          to: `warga-${nth}@contoh.invalid`,
          subject: mail.subject,
          text: mail.body,
          html,
        }),
      warmUp,
      count,
    )
  } finally {
    transport.close()
  }
}

/** SMS per second by POST to the gateway, on as many kept connections. */
export const rawSms = async (
  sms: { readonly smsUrl: string; readonly connections: number; readonly text: string },
  warmUp: number,
  count: number,
): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: sms.connections })
  const post = (nth: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ to: `+62840000${nth}`, text: sms.text, ref: `raw-${nth}` })
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      const asking = request(sms.smsUrl, { method: 'POST', agent, headers }, (response) => {
        response.resume()
        response.once('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`the sink said ${response.statusCode}`)),
        )
      })
      asking.once('error', reject)
      asking.end(body)
    })
  try {
    return await rateOf(post, warmUp, count)
  } finally {
    agent.destroy()
  }
}
