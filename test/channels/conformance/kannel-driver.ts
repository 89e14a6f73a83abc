import { templateGateway } from '../../../src/channels/template-http/gateway.ts'
import { until } from '../../support/processes.ts'
import { DENIED, type Kannel, startKannel, USER } from '../kannel/a-kannel.ts'
import { describedKannel } from '../kannel/described.ts'
import { answer, type RawHttp, type RawRequest, startRawHttp } from '../raw-http.ts'
import { pem } from './http-stand.ts'
import type { Arrival, Certificate, Driver, Move, Stand } from './stand.ts'

interface KannelStand extends Stand {
  readonly url: string
  readonly ca: string | undefined
}

/** What a Kannel says whose queue is full; kannel.test.ts hears it from one. */
const FULL = answer('503 Service Unavailable', 'Temporal failure, try again later.')

let shared: Promise<Kannel> | undefined
const kannelOf = (): Promise<Kannel> => {
  shared ??= startKannel('http://127.0.0.1:9/?')
  return shared
}

/** Whole messages as the SMSC behind Kannel got them, each once, for whoever asks next. */
const wholes = ({ smsc }: Kannel): Pick<Arrival, 'to' | 'text'>[] => {
  const found: Pick<Arrival, 'to' | 'text'>[] = []
  const parts = new Map<string, string>()
  smsc.onSubmit = ({ pdu, to, text }, nth) => {
    const udh = (pdu['short_message'] as { readonly udh?: readonly Buffer[] }).udh?.[0]
    const key = `${to} ${udh?.[3]}`
    const whole = (parts.get(key) ?? '') + text
    // 05 00 03: reference, how many, which.
    if (udh === undefined || udh[4] === udh[5]) {
      parts.delete(key)
      found.push({ to, text: whole })
    } else parts.set(key, whole)
    return { message_id: `m-${nth}` }
  }
  return found
}

/** Stands between us and a real Kannel: what comes back late, not at all or broken, Kannel has said whole. */
const aStand = async (certificate: Certificate | null): Promise<KannelStand> => {
  const kannel = await kannelOf()
  const came = wholes(kannel)
  const arrivals: Arrival[] = []
  const held: (() => void)[] = []
  let move: Move = { kind: 'accept', id: null }
  let unanswered = 0
  let most = 0

  const ask = async (query: URLSearchParams): Promise<string> => {
    const said = await fetch(`${kannel.sendsms}?${query}`)
    return answer(`${said.status} Said`, await said.text())
  }
  /** Kannel's own answer, once the SMSC has the message. */
  const passOn = async (query: URLSearchParams): Promise<string> => {
    const said = await ask(query)
    const whole = await until('the SMSC has it', () => came.shift())
    const ref = /[?&]ref=([^&]*)/.exec(query.get('dlr-url') ?? '')?.[1] ?? null
    arrivals.push({ ...whole, ref })
    return said
  }
  const changed = (query: URLSearchParams, name: string, value: string): URLSearchParams => {
    query.set(name, value)
    return query
  }
  const play = async ({ head, socket }: RawRequest): Promise<void> => {
    const query = new URL(/^GET (\S+) /.exec(head)?.[1] ?? '/', 'http://kannel').searchParams
    query.delete('route')
    const now = move
    switch (now.kind) {
      case 'accept':
        socket.write(await passOn(query))
        return
      case 'accept-late': {
        const said = await passOn(query)
        await new Promise((resolve) => setTimeout(resolve, now.afterMs))
        socket.write(said)
        return
      }
      case 'hold': {
        const released = new Promise<void>((resolve) => held.push(resolve))
        const said = await passOn(query)
        await released
        socket.write(said)
        return
      }
      case 'refuse-number':
        socket.write(await ask(changed(query, 'to', DENIED)))
        return
      case 'refuse-us':
        socket.write(await ask(changed(query, 'password', 'lain')))
        return
      case 'throttle':
      case 'fail-untaken':
        socket.write(FULL)
        return
      case 'fail-taken':
        await passOn(query)
        socket.write(answer('502 Bad Gateway', '<html><body>proxy</body></html>'))
        return
      case 'silence':
        await passOn(query)
        return
      case 'cut':
        await passOn(query)
        socket.destroy()
        return
      case 'half-answer': {
        const said = await passOn(query)
        socket.end(said.slice(0, said.indexOf('\r\n\r\n') + 8))
        return
      }
      case 'garbage':
        await passOn(query)
        socket.write('halo\r\n\r\n')
        return
    }
  }
  const secure = certificate === null ? undefined : { key: pem(`${certificate}.key`), cert: pem(`${certificate}.cert`) }
  const under = new Set<Promise<void>>()
  const http: RawHttp = await startRawHttp((request) => {
    unanswered += 1
    most = Math.max(most, unanswered)
    const playing = play(request).finally(() => {
      unanswered -= 1
      under.delete(playing)
    })
    under.add(playing)
  }, secure)
  return {
    url: http.url,
    ca: secure?.cert,
    arrivals,
    does: (next) => {
      move = next
    },
    bytes: () => http.bytes(),
    mostAtOnce: () => most,
    release: () => {
      move = { kind: 'accept', id: null }
      for (const tell of held.splice(0)) tell()
    },
    close: async () => {
      await Promise.all(under)
      await http.close()
    },
  }
}

const stands = new WeakMap<object, KannelStand>()

const channelTo = (url: string, settings: { readonly ca?: string }) => {
  const { request, answer: table, sender, exerciseSender, secrets } = describedKannel({ url, smsc: 'operator' })
  return { request, answer: table, sender, exerciseSender, secrets, ...settings }
}

export const kannelDriver: Driver = {
  name: 'kannel',
  against: "Debian's Kannel 1.4.5 (bearerbox, smsbox) with an SMSC of the npm package smpp behind it",
  leavesOut: {
    "accepted, with the gateway's own id": 'Kannel tells no id of its own: it goes by ours',
    'throttled with a pause: after that pause': 'Kannel says that its queue is full, not for how long',
  },
  secrets: [USER.password],
  stand: async (certificate) => {
    const stand = await aStand(certificate)
    stands.set(stand, stand)
    return stand
  },
  channel: (stand, settings) => {
    const { url = '', ca } = stands.get(stand) ?? {}
    return templateGateway({ ...channelTo(url, ca === undefined ? {} : { ca }), ...settings })
  },
  channelToNobody: (host, settings) => {
    const url = `http://${host === 'loopback' ? '127.0.0.1:9' : 'kannel.example.id'}/cgi-bin/sendsms`
    return templateGateway({ ...channelTo(url, {}), ...settings })
  },
  close: async () => {
    const kannel = await shared
    shared = undefined
    await kannel?.close()
  },
}
