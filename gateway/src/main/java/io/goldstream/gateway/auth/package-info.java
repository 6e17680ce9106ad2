/**
 * Who may do what: clients send events by a write key or an OIDC token, operators replay by a key of their own. Begin with
 * {@link io.goldstream.gateway.auth.Clients}.
 */
package io.goldstream.gateway.auth;
