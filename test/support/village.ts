import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeEach, expect } from 'vitest'
import type { Area } from '../../src/geo/area.ts'
import { createLog } from '../../src/log.ts'
import { inboundToken } from '../../src/main/answer-needs.ts'
import { type Installation, landmassAt, openInstallation } from '../../src/main/installation.ts'
import { type Service, startService } from '../../src/main/service.ts'
import type { ServiceRole } from '../../src/main/service-role.ts'
import { addOperator, type Role } from '../../src/store/operators.ts'
import { type PlacedSite, raiseRosterVersion, saveResponders, saveSites } from '../../src/store/register.ts'
import { sql } from '../../src/store/sql.ts'
import { emptyTables, VILLAGE_TABLES } from './empty-tables.ts'
import { type Posting, postEvent } from './event-post.ts'
import { freshConfiguration } from './ground.ts'
import { type HandClock, handClock, type Span } from './hand-clock.ts'
import { type Outbox, openOutbox } from './outbox.ts'
import { mailOf, type Person, phoneOf } from './people.ts'
import { type CallOutShown, callOutShown, type EventAnswered } from './shown.ts'

/** 13.21 WIB on a Sunday. */
export const BEGIN = new Date('2026-11-22T06:21:00.000Z')

export interface Officer {
  readonly operatorId: string
  readonly secret: string
  readonly token: string
}

/** The whole system in one process: real HTTP, rows and queues; the clock is moved by hand and nothing leaves. */
export interface Village extends Pick<Outbox, 'phone' | 'mail'> {
  readonly installation: Installation
  readonly clock: HandClock
  readonly outbox: Outbox
  /** Log lines of the test so far, at level debug. */
  readonly logged: string[]
  /** BPBD Kab. Bandung, may send, and is told of shortfalls by SMS and e-mail as O-9001. */
  officer(): Officer
  /** Dinas Sosial of the whole country, an admin without a contact. */
  admin(): Officer
  /** Of BPBD Kab. Bandung, unless another organisation is given; `area` narrows its jurisdiction. */
  addOfficer(given: {
    role: Role
    jurisdiction: string
    contact?: string
    organisation?: string
    area?: Area | null
  }): Promise<Officer>
  enrol(...people: readonly Person[]): Promise<void>
  found(...sites: readonly Omit<PlacedSite, 'landmass'>[]): Promise<void>
  /** The row's id of R-0007. */
  idOf(externalId: string): Promise<string>
  /** Posts a signed event, or a text as it is, and lets everything that follows happen. */
  receive(event: object | string, posting?: Posting): Promise<EventAnswered>
  /** The same, without waiting for what follows. */
  post(event: object | string, posting?: Posting): Promise<EventAnswered>
  /** A text from this person's phone, through the inbound route; `gatewayId` is the gateway's own name of it. */
  replies(
    id: string,
    text: string,
    gatewayId?: string,
    more?: { readonly missedCall: boolean },
  ): Promise<{ outcome: string; reason?: string | undefined }>
  ask(path: string, by?: Officer): Promise<Response>
  act(path: string, body: object, by?: Officer): Promise<Response>
  /** A call-out as the route shows it; the only one where no id is given. */
  callOut(callOutId?: string): Promise<CallOutShown>
  rows<Row>(strings: TemplateStringsArray, ...values: readonly unknown[]): Promise<Row[]>
  /** Moves the clock and does what that made due. */
  advance(span: Span): Promise<void>
  settle(): Promise<void>
  /** Starts one more service, with connections of its own, on the same rows and queues; it lives as long as the file. */
  start(role: ServiceRole): Promise<Service>
  /** Ends a service before the file does. */
  stop(service: Service): Promise<void>
}

interface Options {
  /** Files of the configuration folder beside, or instead of, the scenarios' own. */
  readonly files?: Readonly<Record<string, string>>
  /** `api` has no worker: what is posted waits until one is started. */
  readonly role?: ServiceRole
}

/** For the tests of one file, called at its top: each test finds it empty, and fails if a message left unexpected. */
export const openVillage = async ({ files = {}, role = 'all' }: Options = {}): Promise<Village> => {
  const clock = handClock(BEGIN)
  const outbox = openOutbox()
  const logged: string[] = []
  const log = createLog({ level: 'debug', pretty: false, write: (line) => logged.push(line) })
  const configuration = await freshConfiguration(files)
  const running = new Map<Service, Installation>()
  const open = () => openInstallation({ configuration, log, name: 'scenario', clock })
  const startOn = async (on: Installation, as: ServiceRole): Promise<Service> => {
    const service = await startService(on, as, { ticking: false, onMessage: outbox.keep })
    running.set(service, on)
    return service
  }
  const stop = async (service: Service): Promise<void> => {
    await service.stop()
    await running.get(service)?.close()
    running.delete(service)
  }
  const installation = await open()
  const { database, seal, places } = installation
  const { url } = await startOn(installation, role)
  afterAll(async () => {
    for (const service of [...running.keys()].reverse()) await stop(service)
  })

  let officer: Officer | undefined
  let admin: Officer | undefined
  const must = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('only within a test')
    return value
  }
  const settle = async (): Promise<void> => {
    for (const service of running.keys()) await service.settle()
  }
  const within = (person: Person | Omit<PlacedSite, 'landmass'>) => ({
    landmass: landmassAt(places, person.position),
  })

  const village: Village = {
    phone: outbox.phone,
    mail: outbox.mail,
    installation,
    clock,
    outbox,
    logged,
    officer: () => must(officer),
    admin: () => must(admin),
    addOfficer: ({ role: may, jurisdiction, contact, organisation = 'BPBD Kab. Bandung', area = null }) =>
      addOperator(
        database,
        seal,
        {
          name: `Petugas ${may}`,
          organisation,
          jurisdiction,
          jurisdictionArea: area,
          role: may,
          email: contact === undefined ? null : mailOf(contact),
          phone: contact === undefined ? null : phoneOf(contact),
        },
        clock.now(),
      ),
    enrol: async (...people) => {
      await saveResponders(
        database,
        seal,
        people.map((person) => ({ ...person, ...within(person) })),
        clock.now(),
      )
      await raiseRosterVersion(database)
    },
    found: async (...sites) => {
      await saveSites(
        database,
        seal,
        sites.map((site) => ({ ...site, ...within(site) })),
        clock.now(),
      )
      await raiseRosterVersion(database)
    },
    idOf: async (externalId) => {
      const [row] = await database.rows<{ id: string }>(sql`SELECT id FROM responder WHERE external_id = ${externalId}`)
      return must(row?.id)
    },
    post: (event, posting) => postEvent(`${url}`, event, { by: village.officer(), ...posting }, clock.now()),
    receive: async (event, posting) => {
      const answered = await village.post(event, posting)
      await settle()
      return answered
    },
    replies: async (id, text, gatewayId = randomUUID(), more = { missedCall: false }) => {
      const reply = await fetch(`${url}/v1/inbound/http`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${inboundToken(installation)}` },
        body: JSON.stringify({
          id: gatewayId,
          from: phoneOf(id),
          text,
          receivedAt: clock.now().toISOString(),
          ...more,
        }),
      })
      expect(reply.status).toBe(200)
      await settle()
      return (await reply.json()) as { outcome: string; reason?: string }
    },
    ask: (path, by = village.admin()) => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${by.token}` } }),
    act: async (path, body, by = village.officer()) => {
      const reply = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${by.token}` },
        body: JSON.stringify(body),
      })
      await settle()
      return reply
    },
    callOut: async (callOutId) => {
      const [only, ...others] =
        callOutId === undefined
          ? await database.rows<{ id: string }>(sql`SELECT id FROM call_out`)
          : [{ id: callOutId }]
      expect(others).toEqual([])
      const reply = await village.ask(`/v1/call-outs/${must(only).id}`)
      return callOutShown.parse(await reply.json())
    },
    rows: (strings, ...values) => database.rows(sql(strings, ...values)),
    advance: async (span) => {
      clock.moveBy(span)
      await settle()
    },
    settle,
    // The places of Indonesia take a second to read and never change: these are shared.
    start: async (as) => startOn({ ...(await open()), places }, as),
    stop,
  }

  beforeEach(async () => {
    clock.setTo(BEGIN)
    outbox.empty()
    logged.length = 0
    await emptyTables(database, VILLAGE_TABLES)
    await raiseRosterVersion(database)
    officer = await village.addOfficer({ role: 'sender', jurisdiction: '32.04', contact: 'O-9001' })
    admin = await village.addOfficer({ role: 'admin', jurisdiction: '' })
  })

  afterEach(async () => {
    await settle()
    expect(outbox.unexpected()).toEqual([])
    // The rows say the same as whoever received something, and nothing left twice.
    const accepted = await village.rows<{ ref: string }>`SELECT ref FROM notice WHERE accepted_at IS NOT NULL`
    expect([...outbox.refs()].sort()).toEqual(accepted.map(({ ref }) => ref).sort())
    // Whatever its purpose, a message that is hours late is of no use to anybody.
    expect(await village.rows`SELECT DISTINCT purpose FROM notice WHERE expires_at IS NULL`).toEqual([])
    expect(logged.filter((line) => line.includes('"level":"error"'))).toEqual([])
  })
  return village
}
