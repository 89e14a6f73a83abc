import { expect, test } from 'vitest'
import { z } from 'zod'
import { smsParts } from '../../src/wording/gsm7.ts'
import { aFlood } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'
import { previewsOf } from './previews.ts'

const kentongan = await openVillage()
const { phone, mail, clock } = kentongan
const { preview } = previewsOf(kentongan)

const CALL = /MOBILISASI TAGANA/i

const shape = z.looseObject({
  nextChannelAfterSeconds: z.number(),
  outcomes: z.looseObject({ afterSilence: z.number(), onNextChannel: z.number() }),
  handOver: z.looseObject({
    left: z.number(),
    later: z.number(),
    seconds: z.number(),
    rupiah: z.strictObject({ soFar: z.number(), expected: z.number(), atMost: z.number() }),
  }),
})
const shown = async () => shape.parse(await kentongan.callOut())

const reasons = () => kentongan.rows<{ channel: string; state: string; because: string | null }>`
  SELECT r.external_id AS id, n.channel, n.state, n.because, n.reason FROM notice n JOIN responder r ON r.id = n.responder_id
   WHERE n.turn > 1 ORDER BY n.serial`

test('who is silent is tried on the next channel after a minute and a half, who answered is not; what turns deadly waits no more', async () => {
  await kentongan.enrol(
    ...['R-0001', 'R-0002', 'R-0003'].map((id, nth) => aTagana(id, { kmNorth: nth + 1, mail: true })),
  )
  const mild = { severity: 'moderate', urgency: 'expected', need: { tagana: 2 } } as const
  const began = clock.now()
  const event = aFlood(began, mild)
  expect(await preview(event)).toMatchObject({
    nextChannelAfterSeconds: 90,
    cost: { channels: { email: { messages: 2, furtherTries: 2, minutes: 0 } } },
  })
  await kentongan.receive(event)
  const texts = ['R-0001', 'R-0002'].map((id) => phone(id).received(CALL).text)
  const cost = 400 * texts.reduce((sum, text) => sum + smsParts(text), 0)
  expect((await shown()).nextChannelAfterSeconds).toBe(90)
  // The mails wait in their rows: nothing is left to hand over until then.
  expect((await shown()).handOver).toMatchObject({
    left: 0,
    later: 2,
    seconds: 0,
    rupiah: { soFar: cost, expected: cost, atMost: cost },
  })

  await kentongan.replies('R-0002', '1')
  await kentongan.advance({ s: 89 })
  await kentongan.advance({ s: 1 })
  mail('R-0001').received(CALL)
  expect(await reasons()).toEqual([
    { id: 'R-0001', channel: 'email', state: 'accepted', because: 'silence', reason: null },
    { id: 'R-0002', channel: 'email', state: 'cancelled', because: 'silence', reason: 'answered before it left' },
  ])
  expect(await shown()).toMatchObject({ outcomes: { afterSilence: 1, onNextChannel: 0 }, handOver: { later: 0 } })

  // One more is called; while their mail waits the flood turns deadly.
  await kentongan.receive(aFlood(began, { ...mild, revision: 2, messageType: 'update', need: { tagana: 3 } }))
  phone('R-0003').received(CALL)
  expect((await shown()).handOver.later).toBe(1)
  await kentongan.advance({ s: 5 })
  await kentongan.receive(
    aFlood(began, {
      severity: 'severe',
      urgency: 'immediate',
      revision: 3,
      messageType: 'update',
      need: { tagana: 3 },
    }),
  )
  mail('R-0003').received(CALL)
  expect((await shown()).nextChannelAfterSeconds).toBe(0)
  expect((await reasons()).at(-1)).toMatchObject({ id: 'R-0003', state: 'accepted', because: 'urgent' })
})
