import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Calendar } from '../src/drills/calendar.ts'
import type { Campaign } from '../src/drills/campaign.ts'
import type { DrillProgramme } from '../src/drills/drill-plan.ts'
import { type Fault, InvalidInput } from '../src/errors.ts'
import type { StandingOrder } from '../src/mobilisation/authority.ts'
import type { DeclaredCrossing } from '../src/mobilisation/declared-crossing.ts'
import type { HazardReaches } from '../src/mobilisation/impact-area.ts'
import type { AidAgreement } from '../src/mobilisation/mutual-aid.ts'
import type { ReachPolicy } from '../src/mobilisation/pace.ts'
import type { Phase, PhaseRules } from '../src/mobilisation/phase.ts'
import type { ReportTerms } from '../src/mobilisation/report-verdict.ts'
import type { Templates } from '../src/wording/choice.ts'
import { readCalendar } from './calendars-config.ts'
import { type Json, type Policy, readCallOutPolicy } from './call-out-config.ts'
import { readCampaigns } from './campaigns-config.ts'
import { type Channels, readChannels } from './channels-config.ts'
import { readMutualAid, readStandingOrders } from './command-config.ts'
import { readCrossings } from './crossings-config.ts'
import { readCurriculum } from './curriculum-config.ts'
import { readDrills } from './drills-config.ts'
import { type Environment, type EnvironmentVariables, readEnvironment } from './environment.ts'
import { type Feeds, readFeeds } from './feeds-config.ts'
import { readHazards } from './hazards-config.ts'
import { readPhases } from './phases-config.ts'
import { readReach } from './reach-config.ts'
import { readReports } from './reports-config.ts'
import { readTemplates } from './templates-config.ts'
import { shownPath } from './yaml-file.ts'

/** Everything that an operator decides, checked: nothing else reads the configuration folder or the environment. */
export interface Configuration {
  readonly environment: Environment
  readonly hazards: HazardReaches
  readonly policy: Policy
  /** call-out.yaml as it was, to be frozen with each call-out that it decided. */
  readonly policySource: Json
  readonly channels: Channels
  /** In whose name Tagana are ordered where the event does not say. */
  readonly standingOrders: readonly StandingOrder[]
  /** Whose people may be called across a border. */
  readonly mutualAid: readonly AidAgreement[]
  readonly feeds: Feeds
  readonly phases: Readonly<Record<Phase, PhaseRules>>
  readonly reports: ReportTerms
  /** How fast people get along over land. */
  readonly reach: ReachPolicy
  /** Where a sea can be crossed. */
  readonly crossings: readonly DeclaredCrossing[]
  readonly programmes: readonly DrillProgramme[]
  readonly campaigns: readonly Campaign[]
  /** When villages do not drill. */
  readonly calendar: Calendar
  readonly templates: Templates
  /** The table of the regencies' seats. */
  readonly seatsFile: string
  /** The table of the daerah tertinggal. */
  readonly tertinggalFile: string
  /** The table of the islands that the land polygons leave out. */
  readonly islandsFile: string
}

const FILES = [
  'authorities.yaml',
  'calendar.yaml',
  'call-out.yaml',
  'channels.yaml',
  'crossings.yaml',
  'feeds.yaml',
  'hazards.yaml',
  'mutual-aid.yaml',
  'phases.yaml',
  'reach.yaml',
  'reports.yaml',
] as const

/** What a misspelt file would otherwise hide: the shipped defaults would stand in for it without a word. */
const strayFiles = (folder: string): readonly Fault[] =>
  readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name) && !(FILES as readonly string[]).includes(name))
    .map((name) => ({ path: shownPath(join(folder, name)), got: name, expected: FILES.join(', ') }))

export interface ConfigurationSources {
  readonly env?: EnvironmentVariables
  /** The folder of this package, which holds the shipped `config`. */
  readonly packageRoot: string
}

/** What drills are planned by. */
export type DrillPlans = Pick<Configuration, 'programmes' | 'campaigns' | 'calendar'>

/** Programmes and campaigns of one's own folder, its calendar and curriculum or the shipped ones; adds every fault. */
export const readDrillPlans = (
  { configDir, packageRoot }: { readonly configDir: string; readonly packageRoot: string },
  faults: Fault[],
): DrillPlans | undefined => {
  const shipped = join(packageRoot, 'config')
  const from = (name: string): string => (existsSync(join(configDir, name)) ? configDir : shipped)
  const modules = readCurriculum(join(from('curriculum'), 'curriculum'), faults)
  const programmes = readDrills(join(configDir, 'drills'), modules, faults)
  const campaigns = readCampaigns(join(configDir, 'campaigns'), faults)
  const file = join(from('calendar.yaml'), 'calendar.yaml')
  const calendar = readCalendar(file, join(from('calendars'), 'calendars'), faults)
  return calendar && { programmes, campaigns, calendar }
}

/**
 * Reads and checks the environment and the configuration folder.
 *
 * A file that a folder of one's own lacks (call-out.yaml, hazards.yaml, channels.yaml, the folders of calendars and of the curriculum, the tables of seats and islands,
 * single templates) is taken from the shipped folder; programmes of drills and campaigns are not, because those message people. Throws
 * InvalidInput that lists every fault at once, each with `file:line` or the variable's name; secrets are not quoted.
 */
export const loadConfiguration = ({ env = process.env, packageRoot }: ConfigurationSources): Configuration => {
  const faults: Fault[] = []
  const environment = readEnvironment(env, packageRoot, faults)
  const { configDir } = environment
  const shipped = join(packageRoot, 'config')
  if (existsSync(configDir)) faults.push(...strayFiles(configDir))
  else faults.push({ path: 'KENTONGAN_CONFIG', got: shownPath(configDir), expected: 'a folder that is there' })

  const fileOf = (...name: readonly string[]): string => {
    const own = join(configDir, ...name)
    return existsSync(own) ? own : join(shipped, ...name)
  }
  const hazards = readHazards(fileOf('hazards.yaml'), faults)
  const loaded = readCallOutPolicy(fileOf('call-out.yaml'), faults)
  const channels = readChannels(fileOf('channels.yaml'), env, environment.channels === 'live', faults)
  if (environment.mailListen !== null && channels?.email.length === 0)
    faults.push({
      path: 'KENTONGAN_MAIL_LISTEN',
      got: 'a receiver without an address of ours',
      expected: 'an email section in channels.yaml whose variables are all set',
      hint: 'its from, replyTo and bounceTo are the addresses that the receiver takes mail for',
    })
  const standingOrders = readStandingOrders(fileOf('authorities.yaml'), faults)
  const mutualAid = readMutualAid(fileOf('mutual-aid.yaml'), faults)
  const feeds = readFeeds(fileOf('feeds.yaml'), faults)
  const phases = readPhases(fileOf('phases.yaml'), faults)
  const reports = readReports(fileOf('reports.yaml'), faults)
  const reach = readReach(fileOf('reach.yaml'), faults)
  const crossings = readCrossings(fileOf('crossings.yaml'), faults)
  const drills = readDrillPlans({ configDir, packageRoot }, faults)
  const templates = readTemplates([...new Set([join(shipped, 'templates'), join(configDir, 'templates')])], faults)
  if (
    faults.length > 0 ||
    hazards === undefined ||
    loaded === undefined ||
    channels === undefined ||
    standingOrders === undefined ||
    mutualAid === undefined ||
    feeds === undefined ||
    phases === undefined ||
    reports === undefined ||
    reach === undefined ||
    crossings === undefined ||
    drills === undefined
  )
    throw new InvalidInput(`configuration: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`, faults)
  return {
    environment,
    hazards,
    policy: loaded.policy,
    policySource: loaded.source,
    channels,
    standingOrders,
    mutualAid,
    feeds,
    phases,
    reports,
    reach,
    crossings,
    ...drills,
    templates,
    seatsFile: fileOf('gazetteer', 'seats.csv'),
    tertinggalFile: fileOf('gazetteer', 'tertinggal.csv'),
    islandsFile: fileOf('gazetteer', 'islands.csv'),
  }
}

export type DrillsReading =
  | { readonly kind: 'plans'; readonly plans: DrillPlans }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }

/** Reads programmes and calendar again, while running: with any fault the caller keeps the last good ones. */
export const reloadDrills = (folders: Parameters<typeof readDrillPlans>[0]): DrillsReading => {
  const faults: Fault[] = []
  const plans = readDrillPlans(folders, faults)
  return faults.length === 0 && plans !== undefined ? { kind: 'plans', plans } : { kind: 'faults', faults }
}
