import type { Command } from 'commander'
import { drawMap } from '../cartography/map.ts'
import { InvalidInput } from '../errors.ts'
import type { Installation } from '../main/installation.ts'
import { callOutById } from '../store/call-out-views.ts'
import { eventById } from '../store/event-views.ts'
import { respondersOf } from '../store/notice-views.ts'
import { fileEnding } from './choices.ts'
import { callOutPicture, countryPicture } from './map-picture.ts'
import type { Run } from './run.ts'
import { listing } from './table.ts'
import { writeFile } from './written-file.ts'

const WHOLE_COUNTRY = { jurisdiction: '' }
/** More people than any call-out has. */
const EVERYBODY = { limit: 100_000, after: null }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const unknown = (id: string): never => {
  const hint = 'kentongan call-out list shows those there are'
  throw new InvalidInput('there is no such call-out', [
    { path: '--call-out', got: JSON.stringify(id.slice(0, 80)), expected: 'the id of a call-out', hint },
  ])
}

const pictureOfCallOut = async ({ database, roster, places }: Installation, id: string) => {
  const callOut = UUID.test(id) ? await callOutById(database, WHOLE_COUNTRY, id) : null
  const event = callOut === null ? null : await eventById(database, WHOLE_COUNTRY, callOut.eventId)
  if (callOut === null || event === null) return unknown(id)
  const { responders } = await respondersOf(database, id, EVERYBODY)
  return callOutPicture({ callOut, event, people: responders, roster: await roster(), land: places.land() })
}

const drawTo = async (run: Run, file: string, callOutId: string | undefined): Promise<void> => {
  const picture = await run.withInstallation('map', async (installation) => {
    if (callOutId !== undefined) return pictureOfCallOut(installation, callOutId)
    const { places, roster, clock } = installation
    return countryPicture((await roster()).sites, places.land(), clock.now())
  })
  writeFile(file, drawMap(picture))
  const { sites, people, title } = picture
  run.print(
    { written: file, title, sites: sites.length, people: people.length, hasArea: picture.area !== undefined },
    () =>
      listing([
        ['written', file],
        ['title', title],
        ['sites', sites.length],
        ['people', people.length],
      ]),
  )
}

export const mapCommand = (program: Command, run: Run): void => {
  program
    .command('map')
    .summary('draw the country, or one call-out, as SVG')
    .description(
      'Draws the land with every site; for a call-out its area, where people are asked to come, and the people called ' +
        'with what they answered. The file needs nothing beside itself.',
    )
    .requiredOption('--out <file>', 'the drawing, a file that ends in .svg', fileEnding('svg'))
    .option('--call-out <id>', 'the call-out to draw')
    .addHelpText(
      'after',
      '\nExamples:\n  kentongan map --out indonesia.svg\n  kentongan map --out banjir.svg --call-out ID',
    )
    .action(({ out, callOut }: { out: string; callOut?: string }) => drawTo(run, out, callOut))
}
