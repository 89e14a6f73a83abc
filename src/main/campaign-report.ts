import { byPlace, listTurns, notSent } from '../store/campaign-views.ts'
import { type CampaignReported, campaignPage } from '../wording/campaign-report.ts'
import { csvOf } from '../wording/csv-rows.ts'
import { reportMarkdown } from '../wording/report-markdown.ts'
import type { Installation } from './installation.ts'

export type CampaignFormat = 'md' | 'json' | 'csv'

/** More turns than ten years of weeks. */
const MOST_TURNS = 520

/** A campaign's turns, and the newest one in detail, of the people within a jurisdiction; null where it never began. */
export const campaignReport = async (
  { database }: Pick<Installation, 'database'>,
  campaignId: string,
  jurisdiction: string,
): Promise<CampaignReported | null> => {
  const turns = await listTurns(database, { campaignId, jurisdiction, limit: MOST_TURNS })
  const [newest] = turns
  if (newest === undefined) return null
  const asked = { campaignId, turn: newest.turn, jurisdiction }
  return {
    campaignId,
    type: newest.type,
    turns,
    notSent: await notSent(database, asked),
    places: await byPlace(database, asked),
  }
}

/** The report as the text of a format: csv has a row for each place of the newest turn. */
export const writtenCampaign = (report: CampaignReported, format: CampaignFormat): string => {
  switch (format) {
    case 'md':
      return reportMarkdown(campaignPage(report))
    case 'csv':
      return csvOf(['regencyCode', 'siteCode', 'people', 'left', 'answered', 'silent'], report.places)
    case 'json':
      return `${JSON.stringify(report, undefined, 2)}\n`
  }
}
