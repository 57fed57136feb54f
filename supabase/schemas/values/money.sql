-- An amount of money in the smallest unit of its currency, and the currency's ISO 4217 code.
create domain private.money as bigint check (value between 0 and 999999999999);
create domain private.currency_code as text check (value ~ '^[A-Z]{3}$');
