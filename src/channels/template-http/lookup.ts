import { type Clock, systemClock } from '../../clock.ts'
import { type LookupRule, lookedUp } from '../../mobilisation/gateway-hearing.ts'
import { type RequestDescription, writeRequest } from '../../wording/gateway-request.ts'
import type { Receipt } from '../hearing.ts'
import { gatewayAddress, httpExit } from '../http-request.ts'
import { providerText, withoutSecrets } from '../provider-text.ts'
import { takeTurns } from '../turns.ts'

export interface TemplateLookupOptions {
  /** The gateway's name in channels.yaml. */
  readonly name: string
  readonly request: RequestDescription
  readonly rule: LookupRule
  /** They stand in no reason. */
  readonly secrets: readonly string[]
  /** Questions under way at once (2). */
  readonly connections?: number
  /** To reach the gateway (10 s). */
  readonly connectMs?: number
  /** From the question to the whole answer (20 s). */
  readonly answerMs?: number
  readonly clock?: Clock
}

export interface Lookup {
  /**
   * What the gateway says of a message now, by our name of it and, where one is known, its own; null where it says
   * nothing that is listed or cannot be asked. Never rejects. Asks once and changes nothing.
   */
  ask(ref: string, providerRef: string | null): Promise<Receipt | null>
  /** Waits for the questions under way. */
  close(): Promise<void>
}

/** Asks a described gateway what became of messages. Throws InvalidInput for a URL that is none. */
export const templateLookup = (options: TemplateLookupOptions): Lookup => {
  const { name, request, rule, secrets, connections = 2, connectMs = 10_000, answerMs = 20_000 } = options
  const clock = options.clock ?? systemClock()
  const secure = gatewayAddress(request.url, 'lookup.url').protocol === 'https:'
  const exit = httpExit({ secure, connections, connectMs, answerMs })
  const turns = takeTurns(connections)
  const needsId = JSON.stringify(request).includes('"slot":"id"')
  return {
    ask: async (ref, providerRef) => {
      if (needsId && providerRef === null) return null
      const leave = await turns.take()
      try {
        const heard: Receipt[] = []
        const asked = writeRequest(request, {
          to: '',
          'to.local': '',
          'to.plain': '',
          text: '',
          coding: '',
          minutes: '',
          priority: '',
          sender: '',
          ref,
          id: providerRef ?? '',
        })
        const ready = await exit.open(asked, ({ status, body }) => {
          const said = lookedUp(rule, status, body)
          if (said !== null) {
            const reason = said.reason === null ? null : providerText(withoutSecrets(said.reason, secrets))
            heard.push({ gateway: name, ref, providerRef, state: said.state, reason, at: clock.now() })
          }
          return { kind: 'accepted', providerRef: ref }
        })
        await ready.send()
        ready.letGo()
        return heard[0] ?? null
      } finally {
        leave()
      }
    },
    close: async () => {
      await turns.empty()
      exit.close()
    },
  }
}
