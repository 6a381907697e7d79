/** What the integration tests stand on: a suite under test, a sandbox for each test, waiting with deadlines. */
@NullMarked
package org.yagura.itest.harness;

import org.jspecify.annotations.NullMarked;
