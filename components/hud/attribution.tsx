const link = (href: string, name: string) => (
  <a href={href} target="_blank" rel="noopener noreferrer">
    {name}
  </a>
);

/** The lines that the licences of the data ask for. */
export function Attribution() {
  return (
    <p className="attribution">
      This product includes GeoLite2 data created by MaxMind, available from{' '}
      {link('https://www.maxmind.com', 'https://www.maxmind.com')}. Cities:{' '}
      {link('https://www.geonames.org', 'GeoNames')}, CC BY 4.0. Land:{' '}
      {link('https://www.naturalearthdata.com', 'Natural Earth')}.
    </p>
  );
}
