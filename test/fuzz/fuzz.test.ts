import { expect, test } from 'vitest'
import { seededChance } from '../../src/roster/chance.ts'
import { aServer, SECRET } from '../intake/stand-ins.ts'
import { post } from './posting.ts'
import { CONTACTS, nextShot } from './shots.ts'

const POSTS = 2_000

test('2,000 mutated requests over real connections are answered, none with a fault of ours', async () => {
  const { needs } = aServer()
  const { app, seen } = aServer({
    clock: { now: () => new Date() },
    deliveriesAllowed: () => true,
    events: {
      ...needs.events,
      readXml: async () => ({
        kind: 'refused',
        status: 400,
        faults: [{ path: '', got: 'XML', expected: 'JSON', hint: 'the run of the whole service reads both' }],
      }),
    },
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  try {
    const chance = seededChance('fuzz 1')
    const officers = [{ operatorId: 'op-sender', secret: SECRET }]
    const tally = await post(url, {
      next: (nth) => (nth < POSTS ? nextShot(chance, officers, new Date()) : undefined),
      atOnce: 30,
    })
    expect(tally.worst).toEqual([])
    expect(tally.fiveXx).toBe(0)
    expect(tally.socketErrors).toEqual({})
    expect(tally.posts).toBe(POSTS)
    expect(tally.byStatus['202']).toBeGreaterThan(100)
    expect(tally.byStatus['422']).toBeGreaterThan(300)
    expect(tally.byStatus['400']).toBeGreaterThan(300)
    expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200)
    const logged = seen.logged.join('\n')
    expect(logged).not.toContain(CONTACTS.email)
    expect(logged).not.toContain(CONTACTS.phone.slice(3))
  } finally {
    app.server.closeAllConnections()
    await app.close()
  }
})
