import { describe, expect, test } from 'vitest'
import { anEvent, aServer, signed } from './stand-ins.ts'

/** What is handed on of an event in JSON. */
const handedOn = async (changes: Record<string, unknown>) => {
  const { app, seen } = aServer()
  const reply = await app.inject(signed(JSON.stringify(anEvent(changes))))
  expect(reply.statusCode).toBe(202)
  const [delivery] = seen.deliveries
  return { restraint: delivery?.message.restraint, warnings: delivery?.warnings, event: delivery?.message.event }
}

describe('an event in JSON whose headline contradicts it', () => {
  test.each(['LATIHAN: banjir Kec. Pangalengan', 'Simulasi banjir', '[TEST] flood', 'Banjir (EXERCISE)'])(
    '%s as actual is at most proposed',
    async (headline) => {
      for (const messageType of ['alert', 'update'])
        expect((await handedOn({ headline, messageType })).restraint).toMatchObject({
          decision: 'propose',
          reason: 'says-exercise',
        })
    },
  )

  test.each([
    [{ headline: 'LATIHAN: banjir', mode: 'exercise' }],
    [{ headline: 'UJI COBA', mode: 'test' }],
    [{ headline: 'BUKAN LATIHAN: banjir' }],
    [{ headline: 'Latihan dibatalkan', messageType: 'cancel' }],
  ])('%j is not held back', async (changes) => {
    expect(await handedOn(changes)).toMatchObject({ restraint: null, warnings: [] })
  })

  test('a certainty of unlikely is the stricter reason', async () => {
    expect((await handedOn({ headline: 'LATIHAN', certainty: 'unlikely' })).restraint?.reason).toBe('unlikely')
  })

  test.each([
    ['tsunami', 'Gempa M6.1 tidak memiliki potensi tsunami', /denies the hazard that the message names, tsunami/],
    ['tsunami', 'No tsunami threat', /denies the hazard/],
    ['tsunami', 'Peringatan dini tsunami telah berakhir', /says that it has ended/],
    ['tsunami', 'Tsunami warning cancelled', /says that it has ended/],
    ['flood', 'Tidak ada banjir di Pangalengan', /denies the hazard that the message names, flood/],
    ['flood', 'Banjir sudah surut', /says that it has ended/],
  ])('%s with the headline "%s" is warned of, and the field counts', async (hazard, headline, warning) => {
    const { restraint, warnings, event } = await handedOn({ hazard, headline })
    expect([restraint, event?.hazard]).toEqual([null, hazard])
    expect(warnings).toEqual([expect.stringMatching(warning)])
  })

  test.each([
    ['earthquake', 'Gempa M6.1 tidak berpotensi tsunami'],
    ['flood', 'Banjir belum surut, tidak ada korban'],
    ['flood', 'Kebakaran pasar'],
    ['flood', ''],
  ])('%s with the headline "%s" needs no warning: headlines are not read for hazards', async (hazard, headline) => {
    const { event, warnings } = await handedOn({ hazard, headline })
    expect([event?.hazard, warnings]).toEqual([hazard, []])
  })

  test('an end may say so', async () => {
    const said = { messageType: 'all-clear', headline: 'Banjir telah berakhir' }
    expect((await handedOn(said)).warnings).toEqual([])
  })
})
