import type { Installation } from '../../src/main/installation.ts'
import type { BackendChoice } from '../../src/queue/queues.ts'
import { startChild } from './child.ts'
import type { Figure } from './figure.ts'
import type { Officer } from './ground.ts'
import { rateOf, rawClient, smscAt, smscStatus, WINDOW } from './smpp.ts'
import type { Stage } from './stage.ts'
import { MESSAGES, through, WARM_UP } from './through.ts'

const CAPS = [500, 1_000, null] as const

/** Planned rows to accepted SMS through one SMPP session, to an SMSC that answers so many a second. */
export const throughSmpp = async (
  stage: Stage,
  installation: Installation,
  officer: Officer,
  choice: BackendChoice,
): Promise<readonly Figure[]> => {
  const smsc = startChild(stage, 'smsc.js')
  const { port } = await smsc.ask({ perSecond: null }, smscStatus)
  const terms = { costRupiah: 0, perSecond: null, burst: 1, order: 1, lanes: ['live', 'exercise'] } as const
  const gateway = {
    kind: 'smpp',
    ...terms,
    url: `smpp://127.0.0.1:${port}`,
    ...smscAt(port),
    connections: WINDOW,
  } as const
  const { configuration } = installation
  const channels = { ...configuration.channels, sms: [gateway] }
  const on = { ...installation, configuration: { ...configuration, channels } }
  const figures: Figure[] = []
  for (const cap of CAPS) {
    const pace = cap === null ? 'as fast as it can' : `${cap} a second`
    stage.tell(`${MESSAGES} messages to an SMSC that answers ${pace}`)
    const before = await smsc.ask({ perSecond: cap }, smscStatus)
    const value = (await through(stage, on, officer, choice, ['sms'])).sms ?? 0
    const { taken } = await smsc.ask({ perSecond: null }, smscStatus)
    if (taken - before.taken !== MESSAGES + WARM_UP) throw new Error(`the SMSC took ${taken - before.taken} messages`)
    const raw = async () => ({ what: 'raw smpp client', value: await rateOf(await rawClient(stage, port), MESSAGES) })
    const ceiling = cap === null ? await raw() : { what: 'the cap', value: cap }
    figures.push({ what: `sms by SMPP, SMSC answers ${pace}`, value, unit: 'messages/s', ceiling })
  }
  return figures
}
