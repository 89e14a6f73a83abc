import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../support/processes.ts'
import { openSmsc, type Smsc } from '../smpp/smsc.ts'

/** Where kannel-extras has it; beside bearerbox no package puts it on PATH. */
const FAKE_SMSC = '/usr/lib/kannel/test/fakesmsc'

export const USER = { username: 'kentongan', password: 'rahasia-8c1f' }
/** Kannel takes nothing for numbers that begin so. */
export const DENIED = '+62999000111'

/** The Debian package's bearerbox and smsbox on loopback, with two SMSCs that stand and one that nobody runs. */
export interface Kannel {
  readonly sendsms: string
  /** The SMSC `operator`, which Kannel speaks SMPP to. */
  readonly smsc: Smsc
  /** Connects Kannel's own fake SMSC, `palsu`, which brings these texts; gives what was sent to it so far. */
  fake(...texts: readonly string[]): Promise<() => readonly string[]>
  /** Ends the bearerbox at once. */
  killBearerbox(): void
  close(): Promise<void>
}

/** A port on which nobody listens now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address === null || typeof address === 'string' ? reject(new Error('no port')) : resolve(address.port),
      )
    })
  })

/** Messages that wait in all: then nothing more is taken. */
export const MOST_WAITING = 12

const settings = (ports: Readonly<Record<'admin' | 'box' | 'fake' | 'sendsms' | 'smpp', number>>, texts: string) => `
group = core
admin-port = ${ports.admin}
admin-interface = 127.0.0.1
admin-password = sunyi
smsbox-port = ${ports.box}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
dlr-storage = internal
sms-resend-freq = 1
sms-outgoing-queue-limit = ${MOST_WAITING}

group = smsc
smsc = smpp
smsc-id = operator
allowed-smsc-id = operator
host = 127.0.0.1
port = ${ports.smpp}
smsc-username = kannel
smsc-password = sandi
system-type = ""
transceiver-mode = true
max-pending-submits = 1

group = smsc
smsc = fake
smsc-id = palsu
allowed-smsc-id = palsu
host = 127.0.0.1
port = ${ports.fake}
connect-allow-ip = 127.0.0.1

group = smsc
smsc = smpp
smsc-id = mati
allowed-smsc-id = mati
host = 127.0.0.1
port = 9
smsc-username = kannel
smsc-password = sandi
system-type = ""
transceiver-mode = true

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${ports.sendsms}
sendsms-interface = 127.0.0.1
mo-recode = true
http-request-retry = 3
http-queue-delay = 1

group = sendsms-user
username = ${USER.username}
password = ${USER.password}
default-sender = 5000
concatenation = true
max-messages = 10
black-list-regex = "^[+]62999"

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "${texts}&id=%I&from=%p&to=%P&text=%b&at=%T"
`

/** Starts a Kannel that brings texts to the address `texts`, which has a query. */
export const startKannel = async (texts: string): Promise<Kannel> => {
  const folder = mkdtempSync(join(tmpdir(), 'kentongan-kannel-'))
  const smsc = await openSmsc()
  const ports = {
    admin: await freePort(),
    box: await freePort(),
    fake: await freePort(),
    sendsms: await freePort(),
    smpp: smsc.port,
  }
  const file = join(folder, 'kannel.conf')
  writeFileSync(file, settings(ports, texts))
  const started: ChildProcess[] = []
  const start = (program: string, args: readonly string[]): ChildProcess => {
    const log = openSync(join(folder, 'log'), 'a')
    const child = spawn(program, args, { stdio: ['ignore', log, log] })
    closeSync(log)
    started.push(child)
    return child
  }
  const said = (): string => readFileSync(join(folder, 'log'), 'utf8')
  const sendsms = `http://127.0.0.1:${ports.sendsms}/cgi-bin/sendsms`
  const close = async (): Promise<void> => {
    for (const child of started) child.kill('SIGKILL')
    await smsc.close()
    rmSync(folder, { recursive: true })
  }
  const bearerbox = start('bearerbox', [file])
  try {
    await until('Kannel is bound', () => smsc.bound.size > 0)
    start('smsbox', [file])
    // It opens its port before it has read who may send, and a request in between ends it (Kannel 1.4.5).
    await until('smsbox has read its users', () => said().includes('Connected to bearerbox at'))
    await until('smsbox answers', () =>
      fetch(sendsms).then(
        () => true,
        () => false,
      ),
    )
  } catch (thrown) {
    const log = said()
    await close()
    throw new Error(`Kannel does not start: ${log.slice(-2_000)}`, { cause: thrown })
  }
  return {
    sendsms,
    smsc,
    fake: async (...brought) => {
      const port = String(ports.fake)
      // Without a text it would read its own input: one goes to nobody who listens.
      start(FAKE_SMSC, ['-H', '127.0.0.1', '-r', port, '-i', '0.05', '-m', String(brought.length), ...brought])
      await until('the fake SMSC is connected', () => said().includes('Fakesmsc client connected'))
      return () => [...said().matchAll(/Got message \d+: <(.*)>$/gm)].map(([, message]) => message ?? '')
    },
    killBearerbox: () => bearerbox.kill('SIGKILL'),
    close,
  }
}
