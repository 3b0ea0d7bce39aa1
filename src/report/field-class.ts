/** What kind of thing a field holds, by the inventory. */
export type FieldClass = keyof typeof FIELD_CLASSES;

interface ClassDefinition {
  readonly label: string;
  /** Names, finds or describes a person or an organisation, or opens something. */
  readonly isSensitive: boolean;
}

/** In the order in which people ask about them. */
export const FIELD_CLASSES = {
  email: { label: 'E-mail address', isSensitive: true },
  person_name: { label: 'Name of a person', isSensitive: true },
  user_id: { label: 'User id', isSensitive: true },
  phone: { label: 'Phone number', isSensitive: true },
  free_text: { label: 'Free text', isSensitive: true },
  url_with_secret: { label: 'Link that opens something', isSensitive: true },
  secret: { label: 'Password or key', isSensitive: true },
  ip: { label: 'IP address', isSensitive: true },
  device: { label: 'Device', isSensitive: true },
  location: { label: 'Location', isSensitive: true },
  account_id: { label: 'Account id', isSensitive: true },
  org: { label: 'Company, department, title', isSensitive: true },
  opaque_id: { label: 'Other id', isSensitive: true },
  other: { label: 'Unknown shape', isSensitive: true },
  timestamp: { label: 'Date or time', isSensitive: false },
  count: { label: 'Number or duration', isSensitive: false },
  boolean: { label: 'Yes or no', isSensitive: false },
  enum: { label: 'Choice from a list', isSensitive: false },
} as const satisfies Record<string, ClassDefinition>;

/** Every class, in the order in which people ask about them. */
export const CLASS_NAMES = Object.keys(FIELD_CLASSES).filter(isFieldClass);

export function isFieldClass(name: string): name is FieldClass {
  return Object.hasOwn(FIELD_CLASSES, name);
}
