@NullMarked
package org.yagura.bench.report;

import org.jspecify.annotations.NullMarked;
