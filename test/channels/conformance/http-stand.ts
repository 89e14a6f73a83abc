import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../../src/main/package-root.ts'
import { type RawHttp, type RawRequest, startRawHttp } from '../raw-http.ts'
import type { Arrival, Certificate, Move, Stand } from './stand.ts'

/** How a gateway that takes one HTTP request for each message says things. Answers are whole ones, as bytes. */
export interface Dialect {
  read(request: RawRequest): Arrival
  accepted(id: string): string
  refusedNumber(arrival: Arrival): string
  refusedUs(): string
  throttled(pauseS: number | null): string
  failedUntaken(): string
  failedTaken(): string
  readonly garbage: string
}

export interface HttpStand extends Stand {
  readonly url: string
  /** To be trusted; undefined without TLS. */
  readonly ca: string | undefined
}

export const pem = (name: string): string =>
  readFileSync(join(packageRoot(), 'test/fixtures/tls', `${name}.pem`), 'utf8')

/** A gateway of raw sockets on 127.0.0.1 that speaks the dialect and does as it is told. */
export const httpStand = async (dialect: Dialect, certificate: Certificate | null): Promise<HttpStand> => {
  const arrivals: Arrival[] = []
  const held: (() => void)[] = []
  let move: Move = { kind: 'accept', id: null }
  let unanswered = 0
  let most = 0

  const answerWith = ({ socket }: RawRequest, text: string): void => {
    unanswered -= 1
    socket.write(text)
  }
  const onRequest = (request: RawRequest): void => {
    const arrival = dialect.read(request)
    arrivals.push(arrival)
    unanswered += 1
    most = Math.max(most, unanswered)
    const accept = (id: string | null): void => answerWith(request, dialect.accepted(id ?? `g-${arrivals.length}`))
    switch (move.kind) {
      case 'accept':
        accept(move.id)
        return
      case 'accept-late':
        setTimeout(() => accept(null), move.afterMs)
        return
      case 'hold':
        held.push(() => accept(null))
        return
      case 'refuse-number':
        answerWith(request, dialect.refusedNumber(arrival))
        return
      case 'refuse-us':
        answerWith(request, dialect.refusedUs())
        return
      case 'throttle':
        answerWith(request, dialect.throttled(move.pauseS))
        return
      case 'fail-untaken':
        answerWith(request, dialect.failedUntaken())
        return
      case 'fail-taken':
        answerWith(request, dialect.failedTaken())
        return
      case 'silence':
        return
      case 'cut':
        request.socket.destroy()
        return
      case 'half-answer': {
        const whole = dialect.accepted('4711')
        // Its head and some of its body.
        request.socket.end(whole.slice(0, whole.indexOf('\r\n\r\n') + 8))
        return
      }
      case 'garbage':
        answerWith(request, dialect.garbage)
        return
    }
  }

  const secure = certificate === null ? undefined : { key: pem(`${certificate}.key`), cert: pem(`${certificate}.cert`) }
  const http: RawHttp = await startRawHttp(onRequest, secure)
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
      for (const answer of held.splice(0)) answer()
    },
    close: () => http.close(),
  }
}
