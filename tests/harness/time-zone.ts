const zone = process.env.TEST_TIME_ZONE ?? 'UTC';

// Node takes a name that is no zone for UTC.
if (!Intl.supportedValuesOf('timeZone').includes(zone) && zone !== 'UTC') {
  throw new Error(`TEST_TIME_ZONE is ${zone}, which is not an IANA time zone.`);
}

/** The time zone of every test process and of the servers that it starts, wherever the machine is. */
process.env.TZ = zone;
