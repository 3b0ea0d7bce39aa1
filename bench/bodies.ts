/** Bodies like those of a source, every value of a person's own derived from `seed` and its index. */
const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

const FIRST = ['Jane', 'Tomás', 'Aiko', 'Linh', 'Maria', 'Ola', 'Peter', 'Zoë'];
const LAST = ['Roe', 'Ibarra', 'Natsume', 'Trần', 'Ohlsen', 'Nordmann', 'Fox', 'Keller', 'Abara'];

/** 22 characters, as Zoom's ids have. */
function idOf(seed: number, index: number): string {
  const mixed = Math.imul(seed * 7919 + index * 104729 + 1, 2654435761) >>> 0;
  return `${mixed.toString(36).padStart(7, 'x')}Q${(seed * 1e6 + index).toString(36)}`.padEnd(
    22,
    'kW9_t-Z',
  );
}

const nameOf = (seed: number, index: number): string =>
  `${pick(FIRST, seed + index)} ${pick(LAST, index)} ${String(seed)}${String(index)}`;

const emailOf = (seed: number, index: number): string =>
  `${pick(FIRST, seed + index)
    .normalize('NFD')
    .replaceAll(/[^a-z]/gi, '')
    .toLowerCase()}.` + `u${String(seed)}x${String(index)}@example.com`;

/** One page of `GET /v2/report/meetings/{id}/participants`; about 142 KB for 300. */
export function participantsPage(count: number, seed: number): string {
  return JSON.stringify({
    page_count: 1,
    page_size: 300,
    total_records: count,
    next_page_token: '',
    participants: Array.from({ length: count }, (_, index) => ({
      id: idOf(seed, index),
      user_id: String(16_778_240 + index),
      name: nameOf(seed, index),
      user_email: emailOf(seed, index),
      join_time: '2026-02-10T15:31:00Z',
      leave_time: `2026-02-10T16:${String(index % 60).padStart(2, '0')}:58Z`,
      duration: 1200 + index,
      failover: false,
      status: 'in_meeting',
      customer_key: `EMP-${String(seed)}-${String(index)}`,
      registrant_id: idOf(seed + 1, index),
      participant_user_id: idOf(seed, index),
      bo_mtg_id: '',
      attentiveness_score: '',
      ip_address: `192.0.2.${String(index % 256)}`,
      location: 'Lisbon (PT)',
      device: 'Windows',
      camera: 'Integrated Webcam',
    })),
  });
}

/** One page of `GET /v2/users`. */
export function usersPage(count: number, seed: number): string {
  return JSON.stringify({
    next_page_token: 'KVBFkLcGmHbkicKYHtB3ep7j_yIek7HQ',
    page_count: 2,
    page_number: 1,
    page_size: 300,
    total_records: count,
    users: Array.from({ length: count }, (_, index) => ({
      id: idOf(seed, index),
      first_name: pick(FIRST, seed + index),
      last_name: `${pick(LAST, index)}${String(seed)}`,
      display_name: nameOf(seed, index),
      email: emailOf(seed, index),
      type: 2,
      pmi: 4_155_550_142 + index,
      timezone: 'Europe/Lisbon',
      verified: 1,
      dept: 'Field Sales EMEA',
      created_at: '2021-04-12T08:15:22Z',
      user_created_at: '2021-04-12T08:15:22Z',
      last_login_time: `2026-03-01T07:${String(index % 60).padStart(2, '0')}:03Z`,
      last_client_version: '6.4.1.1234(mac)',
      pic_url: `https://us02web.zoom.us/p/${idOf(seed, index)}/5130914f-3db7-4657-ae31-9352fc47b45f-4021`,
      host_key: '504217',
      phone_number: `+1 2025550${String(index)}`,
      role_id: '0',
      status: 'active',
      plan_united_type: '64',
      employee_unique_id: `EX-${String(seed)}-${String(index)}`,
      group_ids: [idOf(7, index % 5), idOf(8, index % 5)],
      im_group_ids: [idOf(9, index % 3)],
      division_ids: [idOf(10, index % 2)],
      custom_attributes: [{ key: 'cbf_cost_7', name: 'Cost centre', value: '4711 Lisbon' }],
      license_info_list: [{ license_type: 'ZOOM_MEETINGS', license_option: 64 }],
    })),
  });
}
