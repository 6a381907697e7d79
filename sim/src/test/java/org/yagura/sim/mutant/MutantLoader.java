package org.yagura.sim.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Loads the whole of Yagura and the simulator once more, with bugs in it. */
final class MutantLoader extends ClassLoader {
    private final List<Change> changes;

    MutantLoader(List<Change> changes) {
        super(MutantLoader.class.getClassLoader());
        this.changes = changes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            return name.startsWith("org.yagura.") ? findClass(name) : super.loadClass(name, resolve);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            for (Change change : changes) {
                bytes = change.type.equals(name) ? change.applyTo(bytes) : bytes;
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
