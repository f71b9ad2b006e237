// @ts-check
// What the widget asks of the server: the public JSON API with the conversation's token as bearer,
// and the stream of events read with fetch (EventSource cannot send a token).

/** @typedef {{text: string, html: string}} Message */
/** @typedef {{id: string, label: string, url?: string}} Option */
/** @typedef {{article: string, title: string, url: string, snippet?: string}} Article */
/** @typedef {{number: string, access_url: string, expected_reply_at?: string | null}} Ticket */
/** @typedef {{action: string, messages: Message[], options: Option[], articles: Article[], slot?: string | null,
 *   slot_type?: string, ticket?: Ticket | null}} Turn */
/** @typedef {{id: string, token: string}} Conversation */

/** A refusal by the server (`status`) or no answer at all (`status` 0). */
export class ApiError extends Error {
  /** @param {number} status @param {string} detail @param {number} [retryAfter] seconds */
  constructor(status, detail, retryAfter = 0) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export class Api {
  /** @param {string} base origin of the help center */
  constructor(base) {
    this.base = base;
  }

  /** @param {string} path @param {{method?: string, body?: unknown, file?: Blob, token?: string, key?: string, signal?: AbortSignal}} [how] */
  async request(path, how = {}) {
    /** @type {Record<string, string>} */
    const headers = { accept: 'application/json' };
    if (how.body !== undefined) headers['content-type'] = 'application/json';
    if (how.file) headers['content-type'] = 'application/octet-stream';
    if (how.token) headers.authorization = `Bearer ${how.token}`;
    if (how.key) headers['idempotency-key'] = how.key;
    let response;
    try {
      response = await fetch(this.base + path, {
        method: how.method || 'GET', headers, credentials: 'omit', signal: how.signal,
        body: how.body === undefined ? how.file : JSON.stringify(how.body),
      });
    } catch (error) {
      if (how.signal?.aborted) throw error;
      throw new ApiError(0, String(error));
    }
    const value = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new ApiError(response.status, value.detail || value.title || '', Number(response.headers.get('retry-after')) || 0);
    }
    return value;
  }

  /** Strings, direction and settings of one interface locale. @param {string} locale */
  strings(locale) {
    return this.request(`/widget/strings/${encodeURIComponent(locale)}.json`);
  }

  /** @param {{locale: string, page_url?: string, visitor?: unknown}} body
   * @returns {Promise<Conversation & {greeting: Turn}>} */
  start(body) {
    return this.request('/api/v1/conversations', { method: 'POST', body });
  }

  /** What was said so far. @param {Conversation} conversation */
  transcript({ id, token }) {
    return this.request(`/api/v1/conversations/${id}`, { token });
  }

  /** @param {Conversation} conversation @param {unknown} body @param {string} key @returns {Promise<Turn>} */
  send({ id, token }, body, key) {
    return this.request(`/api/v1/conversations/${id}/messages`, { method: 'POST', body, token, key });
  }

  /** A file that the bot has asked for. @param {Conversation} conversation @param {File} file @param {string} key @returns {Promise<Turn>} */
  attach({ id, token }, file, key) {
    const path = `/api/v1/conversations/${id}/files?name=${encodeURIComponent(file.name)}`;
    // What is far too large is not sent: without its content it is refused, in words.
    return this.request(path, { method: 'POST', file: file.size > 8e6 ? new Blob() : file, token, key });
  }

  /** Has the conversation sent to an address. @param {Conversation} conversation @param {string} email */
  mail({ id, token }, email) {
    return this.request(`/api/v1/conversations/${id}/transcript`, { method: 'POST', body: { email }, token });
  }

  /** @param {string} locale @param {string} query @param {AbortSignal} [signal] */
  search(locale, query, signal) {
    const asked = new URLSearchParams({ q: query, locale, limit: '8' });
    return this.request(`/api/v1/search?${asked}`, { signal });
  }

  /** An article to be read inside the widget, by the path of its page. @param {string} path */
  article(path) {
    return this.request(`/widget/article${path}`);
  }

  /** Reads the stream until it ends or `signal` stops it. Resolves at the end, rejects on a refusal.
   * @param {Conversation} conversation @param {string} lastId @param {AbortSignal} signal
   * @param {(event: {id: string, name: string, data: string}) => void} onEvent */
  async events({ id, token }, lastId, signal, onEvent) {
    /** @type {Record<string, string>} */
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${token}` };
    if (lastId) headers['last-event-id'] = lastId;
    const response = await fetch(`${this.base}/api/v1/conversations/${id}/events`, { headers, signal, credentials: 'omit', cache: 'no-store' });
    if (!response.ok || !response.body) throw new ApiError(response.status, '');
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += value.replace(/\r\n?/g, '\n');
      const blocks = rest.split('\n\n');
      rest = blocks.pop() || '';
      for (const block of blocks) {
        const event = { id: '', name: 'message', data: '' };
        for (const line of block.split('\n')) {
          const [, field, text] = /^([a-z]+):? ?(.*)$/.exec(line) || [];
          if (field === 'id') event.id = text;
          if (field === 'event') event.name = text;
          if (field === 'data') event.data += (event.data ? '\n' : '') + text;
        }
        if (event.data) onEvent(event);
      }
    }
  }
}
