/**
 * From a user agent to device, system, browser and form, at a bounded cost. Begin with {@link
 * io.goldstream.gateway.useragent.Devices}.
 */
package io.goldstream.gateway.useragent;
