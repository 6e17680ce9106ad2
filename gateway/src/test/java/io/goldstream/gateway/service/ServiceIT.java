package io.goldstream.gateway.service;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of what was packaged: the jar, or the native executable. */
@QuarkusIntegrationTest
class ServiceIT extends ServiceTest {}
