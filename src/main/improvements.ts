import type { ImprovementNeeds } from '../intake/improvement-routes.ts'
import { addImprovement, finishImprovement, type ImprovementRow, listImprovements } from '../store/improvements.ts'
import type { Reader } from '../store/reader.ts'
import { improvementSentence } from '../wording/improvement-words.ts'
import type { Installation } from './installation.ts'

/** A row with its sentence. */
export const improvementShown = (row: ImprovementRow) => ({
  ...row,
  sentence: improvementSentence(row.code, row.figures),
})

/** What is to be improved, with sentences. */
export const improvementsShown = async (
  { database }: Pick<Installation, 'database'>,
  reader: Reader,
  query: Parameters<typeof listImprovements>[2],
) => {
  const { total, improvements } = await listImprovements(database, reader, query)
  return { total, improvements: improvements.map(improvementShown) }
}

/** Ours: as many as one invitation could name. */
const MOST_NAMED = 10

/** What a village is to practise and mend, in sentences, the newest first. */
export const openImprovements = async (
  installation: Pick<Installation, 'database'>,
  siteCode: string,
): Promise<readonly string[]> => {
  const query = { region: '', siteCode, all: false, limit: MOST_NAMED }
  const { improvements } = await improvementsShown(installation, { jurisdiction: '' }, query)
  return improvements.map(({ sentence }) => sentence)
}

/** What the routes of improvements need. */
export const improvementNeeds = (installation: Installation): ImprovementNeeds => {
  const { database, clock } = installation
  const by = ({
    operator,
    address,
  }: {
    readonly operator: { readonly operatorId: string }
    readonly address: string
  }) => ({
    operatorId: operator.operatorId,
    address,
    at: clock.now(),
  })
  return {
    list: ({ operator, ...query }) => improvementsShown(installation, operator, query),
    add: ({ siteCode, occurrenceId, text, ...act }) =>
      addImprovement(database, act.operator, { siteCode, occurrenceId, text }, by(act)),
    finish: ({ id, because, ...act }) => finishImprovement(database, act.operator, { id, because }, by(act)),
  }
}
