/** One thing Slack would refuse. `path` is a JSON pointer, `rule` the error code Slack would answer with. */
export interface Violation {
  path: string;
  rule: string;
  message: string;
}

export type Report = (path: string, message: string, rule?: string) => void;
export type Check = (value: unknown, path: string, report: Report) => void;
export type Fields = Record<string, unknown>;
/** A rule about several properties of one object. */
export type Also = (value: Fields, path: string, report: Report) => void;

/** Runs a check and collects what it reports; `rule` is the code of everything that names none itself. */
export function collect(rule: string, run: (report: Report) => void): Violation[] {
  const found: Violation[] = [];
  run((path, message, own = rule) => found.push({ path, rule: own, message }));
  return found;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of 1 to `max` UTF-16 units. Slack refuses empty strings nearly everywhere. */
export function string(max: number, shape?: { pattern: RegExp; expected: string }): Check {
  return (value, path, report) => {
    if (typeof value !== 'string') return report(path, 'must be a string');
    if (value.length === 0) return report(path, 'must be more than 0 characters');
    if (value.length > max) return report(path, `must be less than ${max + 1} characters`);
    if (shape && !shape.pattern.test(value)) report(path, `must be ${shape.expected}`);
  };
}

export function oneOf(...values: string[]): Check {
  return (value, path, report) => {
    if (!values.includes(value as string)) report(path, `must be one of ${values.join(', ')}`);
  };
}

export const boolean: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report(path, 'must be a boolean');
};

export const finite: Check = (value, path, report) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report(path, 'must be a number');
};

export function integer(min: number, max: number): Check {
  return (value, path, report) => {
    if (!Number.isInteger(value)) return report(path, 'must be an integer');
    if ((value as number) < min || (value as number) > max) report(path, `must be between ${min} and ${max}`);
  };
}

export function list(item: Check, min: number, max: number): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) return report(path, 'must be an array');
    if (value.length < min) report(path, `must have at least ${min} items`);
    if (value.length > max) report(path, `no more than ${max} items allowed`);
    value.forEach((each, index) => {
      item(each, `${path}/${index}`, report);
    });
  };
}

const OPTIONAL = Symbol('optional');
type Optional = Check & { [OPTIONAL]?: true };

/** Marks a property that may be left out (but not be null or wrong). */
export function optional(check: Check): Check {
  const marked: Optional = (value, path, report) => check(value, path, report);
  marked[OPTIONAL] = true;
  return marked;
}

/** An object with exactly these properties. `also` sees it once each property has been looked at. */
export function object(shape: Record<string, Check>, ...also: Also[]): Check {
  return (value, path, report) => {
    if (!isFields(value)) return report(path, 'must be an object');
    for (const [name, check] of Object.entries(shape)) {
      if (value[name] !== undefined) check(value[name], `${path}/${name}`, report);
      else if (!(check as Optional)[OPTIONAL]) report(path, `missing required field: ${name}`);
    }
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(shape, name) && value[name] !== undefined)
        report(`${path}/${name}`, `no such property: ${name}`);
    }
    for (const each of also) each(value, path, report);
  };
}

/** Chooses the check by the object's `type`. */
export function byType(kinds: Record<string, Check>, what: string): Check {
  return (value, path, report) => {
    if (!isFields(value)) return report(path, 'must be an object');
    const type = value['type'];
    const check = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    if (check) check(value, path, report);
    else report(`${path}/type`, `unsupported type here: ${String(type)} (${what})`);
  };
}

/** Exactly one, or at least one, of the named properties must be present. */
export function needs(how: 'exactly one of' | 'at least one of', ...names: string[]): Also {
  return (value, path, report) => {
    const present = names.filter((name) => value[name] !== undefined).length;
    if (present === 0 || (present > 1 && how === 'exactly one of'))
      report(path, `must have ${how} ${names.join(', ')}`);
  };
}
