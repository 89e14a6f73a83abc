import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

/** What the demo reads of a call-out; the route gives more. */
export interface CallOut {
  readonly callOutId: string
  readonly code: string
  readonly status: string
  readonly need: Readonly<Record<string, number>>
  readonly filled: Readonly<Record<string, number>>
  readonly called: number
  readonly wave: number
  readonly openedAt: string
  readonly filledAt: string | null
  readonly firstNoticeAt: string | null
  readonly lastNoticeAt: string | null
  readonly destination: { readonly name: string } | null
  readonly notices: Readonly<Record<string, number>>
  readonly answers: Readonly<Record<string, number>>
  readonly timeline: readonly {
    readonly at: string
    readonly kind: string
    readonly detail: Readonly<Record<string, unknown>>
  }[]
}

export interface Notice {
  readonly id: string
  readonly responderId: string | null
  readonly channel: 'sms' | 'email'
  readonly purpose: string
  readonly wave: number
  readonly state: string
  readonly text?: string
}

export interface Person {
  readonly responderId: string
  readonly name: string
  readonly kind: string
  readonly distanceKm: number
  readonly wave: number
  readonly replaces: string | null
  readonly answer: string | null
}

export interface SiteFound {
  readonly id: string
  readonly geometry: { readonly coordinates: readonly [number, number] }
  readonly properties: { readonly name: string; readonly villageCode: string }
}

/** The operator's side: signed events, and reading with a token. */
export const openApi = (url: string, operator: { operatorId: string; secret: string; token: string }) => {
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${operator.token}` } })
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  // The demo trusts the routes' shapes; the tests check them.
  const read = async <Shape>(path: string): Promise<Shape> => (await get(path)) as Shape
  return {
    post: async (event: object): Promise<{ status: number; answer: { callOutId: string; decision: string } }> => {
      const body = JSON.stringify(event)
      const id = randomUUID()
      const at = new Date()
      const response = await fetch(`${url}/v1/events`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'kentongan-operator': operator.operatorId,
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': new Webhook(operator.secret).sign(id, at, body),
        },
      })
      const answer: unknown = await response.json()
      if (!response.ok) throw new Error(`POST /v1/events answered ${response.status}: ${JSON.stringify(answer)}`)
      return { status: response.status, answer: answer as { callOutId: string; decision: string } }
    },
    callOut: (id: string) => read<CallOut>(`/v1/call-outs/${id}`),
    notices: async (id: string) =>
      (await read<{ notices: readonly Notice[] }>(`/v1/call-outs/${id}/notices?limit=500`)).notices,
    people: async (id: string) =>
      // Those who were passed over are listed too.
      (await read<{ responders: readonly Person[] }>(`/v1/call-outs/${id}/responders`)).responders.filter(
        ({ wave }) => wave !== null,
      ),
    sites: async () => (await read<{ features: readonly SiteFound[] }>('/v1/sites?limit=10000')).features,
    /** Who is whom: the register's own ids, by which the demo finds a person's phone in the file that it made. */
    externalIds: async (box: string): Promise<ReadonlyMap<string, string>> => {
      const found = new Map<string, string>()
      let next: string | null = null
      do {
        const after: string = next === null ? '' : `&after=${encodeURIComponent(next)}`
        const page: {
          features: readonly { id: string; properties: { externalId: string } }[]
          next?: string | null
        } = await read(`/v1/responders?bbox=${box}&limit=10000${after}`)
        for (const { id, properties } of page.features) found.set(id, properties.externalId)
        next = page.next ?? null
      } while (next !== null)
      return found
    },
  }
}

export type Api = ReturnType<typeof openApi>
