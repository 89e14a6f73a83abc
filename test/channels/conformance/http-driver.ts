import { smsGateway } from '../../../src/channels/sms-http.ts'
import { answer } from '../raw-http.ts'
import { type Dialect, type HttpStand, httpStand } from './http-stand.ts'
import type { Driver } from './stand.ts'

const TOKEN = 'rahasia-8c1f'

const textIn = (body: object, name: string): string => {
  const found: unknown = Object.entries(body).find(([key]) => key === name)?.[1]
  return typeof found === 'string' ? found : ''
}

const dialect: Dialect = {
  read: ({ body }) => {
    const given: unknown = JSON.parse(body)
    if (typeof given !== 'object' || given === null) throw new Error('the body is no object')
    return { to: textIn(given, 'to'), text: textIn(given, 'text'), ref: textIn(given, 'ref') }
  },
  accepted: (id) => answer('202 Accepted', JSON.stringify({ id })),
  refusedNumber: ({ to }) => answer('422 Unprocessable', JSON.stringify({ error: `no such number: ${to}` })),
  refusedUs: () => answer('401 Unauthorized', JSON.stringify({ error: `the token ${TOKEN} is not known` })),
  throttled: (pauseS) => answer('429 Too Many', '', pauseS === null ? [] : [`retry-after: ${pauseS}`]),
  failedUntaken: () => answer('503 Away'),
  failedTaken: () => answer('500 Oops', '{"error":"database"}'),
  garbage: 'halo\r\n\r\n',
}

const stands = new WeakMap<object, HttpStand>()

export const httpDriver: Driver = {
  name: 'http',
  against: 'raw sockets on loopback that speak the documented contract of gateway `http`',
  leavesOut: {},
  secrets: [TOKEN],
  stand: async (certificate) => {
    const stand = await httpStand(dialect, certificate)
    stands.set(stand, stand)
    return stand
  },
  channel: (stand, settings) => {
    const { url = '', ca } = stands.get(stand) ?? {}
    return smsGateway({ url, token: TOKEN, ...settings, ...(ca === undefined ? {} : { ca }) })
  },
  channelToNobody: (host, settings) =>
    smsGateway({
      url: `http://${host === 'loopback' ? '127.0.0.1:9' : 'gateway.example.id'}/`,
      token: TOKEN,
      ...settings,
    }),
}
