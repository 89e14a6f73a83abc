import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { EventNeeds } from './event-routes.ts'

/** Seconds: an event is answered within a few ms; 15 s is when a request is cut off. */
const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15]

/** Reasons are words of ours, of which there are few; beyond this many something else got in. */
const MAX_REASONS = 100

/** A gauge read from rows when somebody looks: its values by their labels, which name no person. */
export interface Gauge {
  readonly name: string
  readonly help: string
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]
}

export interface Metrics {
  /** The events' needs, with each of their outcomes counted. */
  counted(needs: EventNeeds): EventNeeds
  /** Counts and times every request of the server, by the pattern of its route. */
  watch(app: FastifyInstance): void
  /** All of them, and the gauges, in Prometheus' text format. */
  text(gauges: readonly Gauge[]): Promise<string>
}

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

/** What the process itself tells; one for each process, since the watchers that it needs can never be let go. */
let ofProcess: Registry | undefined
const processMetrics = (): Registry => {
  if (ofProcess === undefined) {
    ofProcess = new Registry()
    collectDefaultMetrics({ register: ofProcess })
  }
  return ofProcess
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')

const numberText = (value: number): string => {
  if (Number.isFinite(value)) return String(value)
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? '+Inf' : '-Inf'
}

const gaugeText = ({ name, help, values }: Gauge): string => {
  const lines = values.map(({ labels, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text).replaceAll('"', '\\"')}"`)
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${numberText(value)}\n`
  })
  return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} gauge\n${lines.join('')}`
}

/** What was made for some labels is given again for the same; they are words of ours, and few. */
const remembering = <Labels extends readonly string[], Series>(
  make: (...labels: Labels) => Series,
): ((...labels: Labels) => Series) => {
  const known = new Map<string, Series>()
  return (...labels) => {
    const name = labels.join(' ')
    const series = known.get(name) ?? make(...labels)
    known.set(name, series)
    return series
  }
}

/** Metrics of one server, counted from nothing. */
export const openMetrics = (): Metrics => {
  const registers = [new Registry()] as const
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered, by route pattern, method and status',
    labelNames: ['route', 'method', 'status'] as const,
    registers: [...registers],
  })
  const seconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Time from the head of a request to the end of its answer, by route pattern',
    labelNames: ['route'] as const,
    buckets: BUCKETS_S,
    registers: [...registers],
  })
  const events = new Counter({
    name: 'events_received_total',
    help: 'Signed events by what was decided; decision refused has the status as its reason',
    labelNames: ['decision', 'reason'] as const,
    registers: [...registers],
  })
  const reasons = new Set<string>()
  const reasonOf = (reason: string): string => {
    if (reasons.size < MAX_REASONS) reasons.add(reason)
    return reasons.has(reason) ? reason : 'other'
  }
  // Each series is looked up by its labels once: a look costs more than the counting.
  const answered = remembering((route, method, status) => requests.labels(route, method, status))
  const took = remembering((route) => seconds.labels(route))
  const received = remembering((decision, reason) => events.labels(decision, reason))
  return {
    counted: (needs) => ({
      ...needs,
      receiveEvent: async (delivery) => {
        const outcome = await needs.receiveEvent(delivery)
        if ('body' in outcome) received(outcome.body.decision, reasonOf(outcome.body.reason)).inc()
        else received('refused', String(outcome.status)).inc()
        return outcome
      },
    }),
    watch: (app) => {
      app.addHook('onResponse', (request, reply, done) => {
        const route = request.routeOptions.url ?? 'none'
        answered(route, request.method, String(reply.statusCode)).inc()
        took(route).observe(reply.elapsedTime / 1000)
        done()
      })
    },
    text: async (gauges) => {
      const [register] = registers
      const [own, process] = await Promise.all([register.metrics(), processMetrics().metrics()])
      return `${own.trimEnd()}\n${gauges.map(gaugeText).join('')}${process}`
    },
  }
}
