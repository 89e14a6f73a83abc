import { expect, test } from 'vitest'
import { type Running, treeOf, until } from '../support/processes.ts'
import { grounds } from './a-ground.ts'
import { portsOf } from './connections.ts'
import { untilAllLeft } from './kills.ts'

const { aGround } = grounds(1)

const LIMIT_MS = 120_000
const MOST_PER_PROCESS = 30

test(
  'the API and two workers under load hold at most 30 connections to PostgreSQL each',
  async () => {
    const ground = await aGround({ people: 100, sinkMs: [20, 60] })
    const { url, running: api } = await ground.startApi()
    const workers = [ground.startWorker(), ground.startWorker()] as const
    for (const worker of workers) await worker.said('kentongan ready')
    const service: Readonly<Record<string, Running>> = { api, 'worker 1': workers[0], 'worker 2': workers[1] }

    const most: Record<string, number> = {}
    const names = new Set<string>()
    const look = async (): Promise<void> => {
      const held = await ground.rows<{ port: number; name: string }>(
        `SELECT client_port AS port, application_name AS name FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND client_port IS NOT NULL`,
      )
      for (const [name, { pid }] of Object.entries(service)) {
        const ports = portsOf(treeOf(pid))
        const own = held.filter(({ port }) => ports.has(port))
        most[name] = Math.max(most[name] ?? 0, own.length)
        for (const each of own) names.add(each.name)
      }
    }
    await Promise.all(Array.from({ length: 5 }, (_, nth) => ground.post(url, `copy-${nth}`)))
    await until('the call-out is in full swing', async () => {
      await look()
      return ground.ledger().length >= 150
    })
    await untilAllLeft(ground, 200)
    await look()
    console.log(`connections held at most: ${JSON.stringify(most)}, named ${[...names].toSorted().join(', ')}`)
    for (const name of Object.keys(service)) {
      expect(most[name], name).toBeGreaterThan(0)
      expect(most[name], name).toBeLessThanOrEqual(MOST_PER_PROCESS)
    }
  },
  LIMIT_MS,
)
