-- Folding of texts, so that a search and the comparison of names ignore how a text is written. src/domain/values/fold.ts
-- gives the same forms. The tables are written out, since lower() depends on the locale of the database.

-- Lower case of the letters of the Latin, Greek, Cyrillic and Armenian alphabets that have no decomposition.
create function private.fold_case(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case when octet_length(value) = char_length(value) then lower(value collate "C") else translate(value,
    'ABCDEFGHIJKLMNOPQRSTUVWXYZÆÐØÞĐĦŁŊŒŦƁƆƊƏƐƑƓƔƘƝƳẞΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӘӨԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ',
    'abcdefghijklmnopqrstuvwxyzæðøþđħłŋœŧɓɔɗəɛƒɠɣƙɲƴßαβγδεζηθικλμνξοπρστυφχψωσѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿәөաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ') end
$$;

-- Equal for two names that differ only by case, composition (NFC, NFD), width or the number of spaces between words.
create function private.name_key(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select normalize(
    private.fold_case(normalize(regexp_replace(private.normal_label(normalize(value, NFKC)), ' +', ' ', 'g'), NFKD)), NFC)
$$;

-- Without case, accents, width, quotes and invisible characters, and with the letters that have no decomposition spelled out.
create function private.fold_letters(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case
    when octet_length(value) = char_length(value) then translate(lower(value collate "C"), '''"`', '')
    else replace(replace(replace(replace(translate(private.fold_case(regexp_replace(
      normalize(translate(value, '´΄᾽᾿῾', ''), NFKD),
      '[\u0300-\u036F\u0483-\u0489\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFE00-\uFE0F]+', '', 'g')),
      'łøđðħŧıŋ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९‐‑‒–—―−''"`‘’‚‛“”„‟′″‹›«»ʹʺʻʼʽˈ',
      'loddhtin012345678901234567890123456789-------'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
  end
$$;

-- What a search looks through: folded, and each number without the spaces and punctuation in it.
create function private.fold_text(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$ select regexp_replace(private.fold_letters(value), '([0-9])[ ().,/+-]+(?=[0-9])', '\1', 'g') $$;

-- The words of a search, each of which a folded text has to contain.
create function private.search_terms(query text) returns text[]
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(array_agg(term order by n), '{}')
  from (
    select n, regexp_replace(private.fold_text(word), '^[(+]+(?=[0-9])|(?<=[0-9])[).,/+-]+$', '', 'g') as term
    from regexp_split_to_table(private.fold_letters(query), '[ \t\n\r]+') with ordinality w (word, n)
  ) t
  where term ~ '[^().,/+-]'
$$;
grant execute on function private.fold_case(text), private.name_key(text), private.fold_letters(text), private.fold_text(text),
  private.search_terms(text)
  to authenticated, service_role;
