/** Keys: what clients and operators of a gateway show, and what the gateway is given to know them by. */
package io.goldstream.cli.key;
