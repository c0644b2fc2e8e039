// What one document allows and another does not. A statement is looked at in parts, each an action on a resource or of a principal
// in one case of its conditions; a part that cannot be shown to be allowed already counts.
import { implies, isAnyOf, isImpossible, type Requirement, requirementOf } from "./constraint";
import type { Meter } from "./meter";
import { anything, includesPattern, isDisjoint } from "./pattern";
import { deniesPrincipal, includesPrincipal, isOtherPrincipal, type PrincipalId } from "./principal";
import type { ActionName, Grant, Names, ReadDocument, ResourceName, Statement } from "./statement";

/** How names of one kind are compared. */
interface Comparer<Name> {
  readonly includes: (outer: Name, inner: Name) => boolean;
  readonly isDisjoint: (one: Name, other: Name) => boolean;
  /** What all names are. */
  readonly everything: Name;
}

/** The part of all names that all of some include, and none of others. */
interface Region<Name> {
  readonly all: readonly Name[];
  readonly none: readonly Name[];
  /**
   * What a denial with NotPrincipal leaves out. It denies these too, where it does not name their account: so they are in the
   * region, unless it is compared with another such denial.
   */
  readonly exempt?: readonly Name[];
}

/** A part of a statement. */
interface Part {
  readonly grant: Grant;
  readonly actions: Region<ActionName>;
  readonly resources: Region<ResourceName> | undefined;
  readonly principals: Region<PrincipalId> | undefined;
  readonly requirements: readonly Requirement[];
}

/** What documents are compared with: the account of the role, and whether more is allowed than the later document says. */
export interface ComparisonContext {
  readonly account: string;
  /** Whether the later document allows what is not known: then each denial that goes may have denied some of it. */
  readonly allowsUnknown: boolean;
}

/**
 * What `after` allows and `before` does not: what it allows newly, and what it no longer denies of what it allows.
 *
 * @throws TooComplex when the meter runs out
 */
export function gainedGrants(
  before: ReadDocument,
  after: ReadDocument,
  context: ComparisonContext,
  meter: Meter,
): Grant[] {
  return new DocumentComparison(before, after, context, meter).gained();
}

class DocumentComparison {
  private readonly actions: Comparer<ActionName>;
  private readonly resources: Comparer<ResourceName>;
  private readonly allowed: readonly Statement[];
  private readonly denied: readonly Statement[];
  private readonly allows: readonly Statement[];
  private readonly denies: readonly Statement[];

  constructor(
    before: ReadDocument,
    after: ReadDocument,
    private readonly context: ComparisonContext,
    private readonly meter: Meter,
  ) {
    const of = ({ statements }: ReadDocument, effect: Statement["effect"]) =>
      statements.filter((statement) => statement.effect === effect);
    [this.allowed, this.denied] = [of(before, "Allow"), of(before, "Deny")];
    [this.allows, this.denies] = [of(after, "Allow"), of(after, "Deny")];
    this.actions = {
      includes: (outer, inner) => includesPattern(outer.pattern, inner.pattern, meter),
      isDisjoint: (one, other) => isDisjoint(one.pattern, other.pattern, meter),
      everything: { text: "*", pattern: anything },
    };
    this.resources = {
      includes: (outer, inner) => includesResource(outer, inner, meter),
      isDisjoint: (one, other) => isDisjointResource(one, other, meter),
      everything: { text: "*", pattern: anything },
    };
  }

  gained(): Grant[] {
    const allowed = this.allows.flatMap((statement) => this.grantsBeyond(statement, [...this.allowed, ...this.denies]));
    return [...allowed, ...this.denied.flatMap((statement) => this.liftedGrants(statement))];
  }

  /** The grants of a statement of which some part is in no other statement. */
  private grantsBeyond(statement: Statement, others: readonly Statement[]): Grant[] {
    if (others.some(({ id }) => id === statement.id)) return [];
    const beyond = this.partsOf(statement).filter((part) => !this.isCovered(this.withoutDenied(part), others));
    return [...new Set(beyond.map(({ grant }) => grant))];
  }

  /** The grants of a denial that are denied no longer, and allowed. */
  private liftedGrants(denial: Statement): Grant[] {
    if (this.denies.some(({ id }) => id === denial.id)) return [];
    const lifted = this.partsOf(denial).filter(
      (part) => !this.isCovered(part, this.denies) && (this.context.allowsUnknown || this.isAllowed(part)),
    );
    return [...new Set(lifted.map(({ grant }) => grant))];
  }

  /** Whether the later document allows some of a part. */
  private isAllowed(part: Part): boolean {
    return this.allows.some((statement) =>
      this.partsOf(statement).some((allowed) => {
        const common = this.commonPart(allowed, part);
        return common !== undefined && !this.isCovered(this.withoutDenied(common), this.denies);
      }),
    );
  }

  /** What two parts have in common; undefined where that is nothing. */
  private commonPart(one: Part, other: Part): Part | undefined {
    this.meter.spend(10);
    const actions = common(one.actions, other.actions, this.actions);
    const resources =
      one.resources && other.resources ? common(one.resources, other.resources, this.resources) : undefined;
    const principals =
      one.principals && other.principals ? common(one.principals, other.principals, this.denying) : undefined;
    if (actions === undefined || (resources === undefined && principals === undefined)) return undefined;
    const requirements = [...one.requirements, ...other.requirements];
    if (isImpossible(requirements, this.meter)) return undefined;
    return { grant: one.grant, actions, resources, principals, requirements };
  }

  private readonly denying: Comparer<PrincipalId> = {
    includes: deniesPrincipal,
    isDisjoint: isOtherPrincipal,
    everything: { kind: "", id: "*" },
  };

  /** Principals as a statement of an effect includes them. */
  private principalsOf({ effect }: Statement): Comparer<PrincipalId> {
    if (effect === "Deny") return this.denying;
    const includes = (outer: PrincipalId, inner: PrincipalId) => includesPrincipal(outer, inner, this.context.account);
    return { ...this.denying, includes };
  }

  /** Whether every request of a part is one of some statement. */
  private isCovered(part: Part, statements: readonly Statement[]): boolean {
    this.meter.spend(statements.length);
    return statements.some(
      (statement) =>
        this.coversActions(statement, part) &&
        this.coversSubject(statement, part) &&
        implies(part.requirements, statement.requirements, this.meter),
    );
  }

  private coversActions({ actions }: Statement, part: Part): boolean {
    return coversRegion(actions, part.actions, this.actions);
  }

  private coversSubject(statement: Statement, { resources, principals }: Part): boolean {
    if (statement.resources && resources) return coversRegion(statement.resources, resources, this.resources);
    if (statement.principals && principals) {
      return coversRegion(statement.principals, principals, this.principalsOf(statement));
    }
    return false;
  }

  /** A part without what the later document denies of it, as far as a region can say that. */
  private withoutDenied(part: Part): Part {
    let { actions, resources } = part;
    for (const denial of this.denies) {
      if (!implies(part.requirements, denial.requirements, this.meter)) continue;
      if (this.coversSubject(denial, part)) actions = without(actions, denial.actions);
      if (denial.resources && resources && this.coversActions(denial, part)) {
        resources = without(resources, denial.resources);
      }
    }
    return { ...part, actions, resources };
  }

  /** The parts of a statement. */
  private partsOf(statement: Statement): readonly Part[] {
    const known = this.parts.get(statement);
    if (known !== undefined) return known;
    const { effect, principals, resources } = statement;
    const actions = regionsOf(statement.actions, this.actions);
    const people =
      principals &&
      regionsOf(principals, this.denying).map((region) => (effect === "Deny" ? exempting(region) : region));
    const places = resources && regionsOf(resources, this.resources);
    const cases = casesOf(statement);
    let i = 0;
    const found: Part[] = [];
    for (const action of actions) {
      for (const subject of people?.map((one) => ({ principals: one, resources: undefined })) ??
        places?.map((one) => ({ principals: undefined, resources: one })) ??
        []) {
        const grant = statement.grants[i];
        i += 1;
        if (grant === undefined) continue;
        for (const requirements of cases) found.push({ grant, actions: action, ...subject, requirements });
      }
    }
    this.meter.spend(found.length);
    this.parts.set(statement, found);
    return found;
  }

  private readonly parts = new Map<Statement, readonly Part[]>();
}

function regionsOf<Name>({ isNegated, items }: Names<Name>, { everything }: Comparer<Name>): Region<Name>[] {
  return isNegated ? [{ all: [everything], none: items }] : items.map((item) => ({ all: [item], none: [] }));
}

function exempting<Name>({ all, none }: Region<Name>): Region<Name> {
  return { all, none: [], exempt: none };
}

/** What two regions have in common; undefined where that is nothing. */
function common<Name>(one: Region<Name>, other: Region<Name>, comparer: Comparer<Name>): Region<Name> | undefined {
  const region = {
    all: [...one.all, ...other.all],
    none: [...one.none, ...other.none],
    exempt: [...(one.exempt ?? []), ...(other.exempt ?? [])],
  };
  const isEmpty =
    one.all.some((left) => other.all.some((right) => comparer.isDisjoint(left, right))) ||
    region.all.some((name) => region.none.some((except) => comparer.includes(except, name)));
  return isEmpty ? undefined : region;
}

/** A region without some names, as far as it can be said. */
function without<Name>(region: Region<Name>, { isNegated, items }: Names<Name>): Region<Name> {
  if (!isNegated) return { ...region, none: [...region.none, ...items] };
  return items.length === 1 ? { ...region, all: [...region.all, ...items] } : region;
}

/** Whether an element of a statement names everything in a region. When in doubt: no. */
function coversRegion<Name>(
  { isNegated, items }: Names<Name>,
  { all, none, exempt = [] }: Region<Name>,
  comparer: Comparer<Name>,
): boolean {
  const isEmpty =
    all.some((name) => none.some((except) => comparer.includes(except, name))) ||
    all.some((one, i) => all.slice(i + 1).some((other) => comparer.isDisjoint(one, other)));
  if (isEmpty) return true;
  if (!isNegated) return items.some((item) => all.some((name) => comparer.includes(item, name)));
  return items.every(
    (item) =>
      all.some((name) => comparer.isDisjoint(name, item)) ||
      [...none, ...exempt].some((except) => comparer.includes(except, item)),
  );
}

/** More cases than this are not looked at one by one. */
const mostCases = 1000;

/** The requirements of a statement in each case: for each combination of values of which any is enough. */
function casesOf({ constraints, requirements, hasNoVariables }: Statement): (readonly Requirement[])[] {
  const count = constraints.reduce((all, one) => all * (isAnyOf(one) ? one.values.length : 1), 1);
  if (count > mostCases || count === 0) return [requirements];
  return constraints.reduce<Requirement[][]>(
    (all, one) => {
      const ofOne = isAnyOf(one) ? one.values.map((value) => ({ ...one, values: [value] })) : [one];
      const cases = ofOne.map((constraint) => requirementOf(constraint, !hasNoVariables));
      return all.flatMap((earlier) => cases.map((requirement) => [...earlier, requirement]));
    },
    [[]],
  );
}

/** As a text and part by part: how far a wildcard in an ARN reaches is not the same in every service. */
function includesResource(outer: ResourceName, inner: ResourceName, meter: Meter): boolean {
  if (!includesPattern(outer.pattern, inner.pattern, meter)) return false;
  const { parts } = inner;
  if (outer.parts === undefined || parts === undefined) return true;
  return outer.parts.every((part, i) => includesPattern(part, parts[i] ?? anything, meter));
}

function isDisjointResource(one: ResourceName, other: ResourceName, meter: Meter): boolean {
  if (!isDisjoint(one.pattern, other.pattern, meter)) return false;
  const { parts } = other;
  if (one.parts === undefined || parts === undefined) return true;
  return one.parts.some((part, i) => isDisjoint(part, parts[i] ?? anything, meter));
}
