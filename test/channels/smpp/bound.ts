import { expect, onTestFinished } from 'vitest'
import type { SmppOptions } from '../../../src/channels/smpp/smpp-options.ts'
import { anSms } from '../a-message.ts'
import { sending } from '../sending.ts'
import { aGateway, aHearing, quietLog } from './a-gateway.ts'
import { openSmsc } from './smsc.ts'

/** Three parts. */
export const LONG = 'Banjir di Imogiri. '.repeat(20)

/** An SMSC and a gateway that is bound to it, both as long as the test. */
export const bound = async (changes: Partial<SmppOptions> = {}) => {
  const smsc = await openSmsc()
  const heard = aHearing()
  const lines: string[] = []
  const made = aGateway(smsc.port, { hearing: heard.hearing, log: quietLog(lines), ...changes })
  const gateway = { ...sending(made), query: made.query }
  onTestFinished(async () => {
    await smsc.close()
    await gateway.close()
  })
  const wanted = (changes.sessions ?? 1) * (changes.bind === 'pair' ? 2 : 1)
  await expect.poll(() => smsc.bound.size).toBe(wanted)
  return { smsc, gateway, lines, ...heard }
}

export const many = (count: number) => Array.from({ length: count }, (_, nth) => anSms({ ref: `n-${nth}` }))
