@org.jspecify.annotations.NullMarked
package org.yagura.core.importing;
