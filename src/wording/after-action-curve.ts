import type { AfterAction, CurvePoint } from './after-action-figures.ts'
import { kindName, spanWords } from './after-action-words.ts'
import { heading, paragraph, type ReportBlock, table } from './report-page.ts'

/** Lines of the table on paper; the picture and JSON have all. */
const MOST_POINTS = 24

/** The first, the last, and so many between them at even distances. */
const thinned = (points: readonly CurvePoint[]): readonly CurvePoint[] => {
  if (points.length <= MOST_POINTS) return points
  const last = points.length - 1
  return points.filter(
    (_, at) =>
      at === last || Math.floor((at * (MOST_POINTS - 1)) / last) !== Math.floor(((at - 1) * (MOST_POINTS - 1)) / last),
  )
}

/** When how many had said that they come: a picture and a table for each kind of the need. */
export const curveBlocks = ({ figures: { curve: points, need, spans } }: AfterAction): readonly ReportBlock[] => [
  heading('3. Kurva kuorum', 'Quorum curve'),
  paragraph(
    spans.toQuorum === null
      ? 'Kebutuhan tidak pernah terpenuhi menurut jawaban yang masuk.'
      : `Kebutuhan pertama kali terpenuhi setelah ${spanWords(spans.toQuorum)}.`,
  ),
  paragraph('Dihitung: yang sudah mengatakan datang, termasuk yang kemudian dipulangkan.'),
  ...need.map(
    ({ kind, need: wanted }): ReportBlock => ({
      kind: 'steps',
      label: `${kindName(kind)}: mengatakan datang, dari ${wanted} yang dibutuhkan`,
      points: points.map(({ seconds, coming }) => ({ seconds, heads: coming[kind] ?? 0 })),
      wanted,
    }),
  ),
  table(
    ['Sejak dibuka', ...need.map(({ kind, need: wanted }) => `${kindName(kind)} (butuh ${wanted})`), 'Kurang'],
    thinned(points).map(({ seconds, coming, short }) => [
      spanWords(seconds),
      ...need.map(({ kind }) => String(coming[kind] ?? 0)),
      String(short),
    ]),
  ),
]
