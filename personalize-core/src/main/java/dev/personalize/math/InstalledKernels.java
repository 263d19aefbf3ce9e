package dev.personalize.math;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the kernels of this process. A class of its own, so that the choice is a constant to HotSpot and costs the loops nothing. */
final class InstalledKernels {
    private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
    static final Kernels KERNELS = find();

    private InstalledKernels() {}

    private static Kernels find() {
        Iterator<Kernels> providers = ServiceLoader.load(Kernels.class, Kernels.class.getClassLoader())
                .iterator();
        Kernels kernels = Kernels.plain();
        try {
            if (providers.hasNext()) {
                kernels = providers.next();
            }
        } catch (ServiceConfigurationError | LinkageError | UnsupportedOperationException e) {
            LOG.warn(
                    "Faster numeric kernels are on the class path, but cannot run here: {}. They need"
                            + " --add-modules jdk.incubator.vector and vector registers of 256 bits.",
                    e.toString());
        }
        LOG.info("Numeric kernels: {}", kernels.name());
        return kernels;
    }
}
