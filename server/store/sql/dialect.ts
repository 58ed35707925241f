export type Dialect = 'sqlite' | 'mysql' | 'mariadb' | 'singlestore';
